// The desk on the whole backend: what the operator presses is what is signed, refused and told.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checklistDocuments, queueFilters } from '../../../src/backend/applications/desk-work.ts';
import { aigerim, ivan, type RunningBackend, runBackend, submit } from '../running-backend.ts';
import { createVisitor, enterFirst, ownPassword, type Visitor } from './visitor.ts';

const OWNER = 'telegram:1000';
let running: RunningBackend;
let admin: Visitor;
const everything = { checklist: checklistDocuments };

beforeAll(async () => {
  running = await runBackend();
  admin = createVisitor(running.backend.deskUrl);
  await enterFirst(admin, 'admin', running.backend.firstOperatorPassword ?? '', ivan.iin);
});
afterAll(() => running.stop());

const statusOf = async (number: string) => {
  const outcome = await running.client('readApplication', { path: { number }, owner: OWNER });
  return 'value' in outcome ? outcome.value : undefined;
};

describe('an operator at the desk', () => {
  test('finds an application by number and confirms it: the certificate is there at once', async () => {
    const { number } = await submit(running, {}, OWNER);
    expect((await admin.open('/')).html).toContain(number);
    const found = await admin.submit('/search', { text: number.replaceAll('-', ' ') });
    expect(found.path).toBe(`/desk/applications/${number}`);
    expect(found.html).toContain('8512****0804');
    const done = await admin.submit('/confirm', everything);
    expect(done.path).toBe(`/desk/applications/${number}?done=confirmed`);
    expect(done.html).toContain('Serial number');
    expect(await statusOf(number)).toMatchObject({ status: 'issued' });
  });

  test('finds by IIN and by domain too', async () => {
    const { number, domain } = await submit(running, {}, OWNER);
    for (const text of [aigerim.iin, domain]) {
      await admin.open('/');
      expect((await admin.submit('/search', { text })).html).toContain(number);
    }
  });

  test('refuses with a common reason, which the applicant reads in Kazakh', async () => {
    const { number } = await submit(running, { language: 'kk' }, OWNER);
    await admin.open(`/applications/${number}`);
    expect((await admin.submit('/refuse', { template: 'form', reason: '' })).path).toContain('done=refused');
    expect(await statusOf(number)).toMatchObject({ status: 'refused', reason: expect.stringContaining('бланк') });
  });

  test('decides once per look: the same form sent again finds the decision made', async () => {
    const { number } = await submit(running, {}, OWNER);
    const { html } = await admin.open(`/applications/${number}`);
    const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';
    const fields = { csrf: field('csrf'), seen: field('seen'), reason: 'Бір рет' };
    const path = `/applications/${number}/refuse`;
    const answers = await Promise.all([admin.post(path, fields), admin.post(path, fields)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('cannot decide on the own application', async () => {
    const { number } = await submit(running, { iin: ivan.iin }, OWNER);
    const page = await admin.open(`/applications/${number}`);
    expect(page.html).toContain('This is your own application');
    expect(page.html).not.toMatch(/\/(confirm|refuse)"/);
  });

  test('is told when the month is over, before anything has tidied it up', async () => {
    const { number } = await submit(running, {}, OWNER);
    running.time.now = new Date(Date.now() + 32 * 86_400_000);
    await admin.open('/login');
    await admin.submit('/login', { name: 'admin', password: ownPassword('admin') });
    const page = await admin.open(`/applications/${number}`);
    expect(page.html).toContain('The time for confirmation is over');
    expect(page.html).not.toMatch(/\/(confirm|refuse)"/);
  });
});

test.each([
  ['a character that no text in the database can hold', 'a\0b'],
  ['a moment that no database can hold', '999999999999999-1'],
  ['the last moment of all cursors', '99999999999999-999999999999999'],
  ['a quote', "'; DROP TABLE application; --"],
  ['very much', '9'.repeat(3_000)],
])('no page breaks at %s', async (_, text) => {
  const typed = encodeURIComponent(text);
  const lists = queueFilters.map((filter) => `/?filter=${filter}&after=${typed}`);
  const addresses = [...lists, `/audit?about=${typed}`, `/audit?before=${typed}`, `/operators/${typed.slice(0, 100)}`];
  const answers = [];
  for (const path of addresses) answers.push(`${path} ${(await admin.open(path)).status}`);
  expect(answers.filter((answer) => / 5\d\d$/.test(answer))).toEqual([]);
  await admin.open('/');
  expect((await admin.submit('/search', { text })).status).toBeLessThan(500);
  const stranger = createVisitor(running.backend.deskUrl);
  await stranger.open('/login');
  expect((await stranger.submit('/login', { name: text, password: text })).status).toBe(401);
});

test('an administrator reads in the audit who looked and who confirmed', async () => {
  const { html } = await admin.open('/audit');
  for (const text of ['Application looked at', 'Certificate issued', 'operator admin', 'Log'])
    expect(html).toContain(text);
  const number = /applications\/([\d-]{19})/.exec(html)?.[1] ?? '';
  const about = await admin.open(`/audit?about=${number.replaceAll('-', '')}`);
  expect(new Set([...about.html.matchAll(/applications\/([\d-]{19})/g)].map((found) => found[1]))).toEqual(
    new Set([number]),
  );
});

test('the log of all this holds neither numbers of persons nor of applications', () => {
  expect(running.log.length).toBeGreaterThan(10);
  expect(running.log.join('')).not.toMatch(/851231490804|900101390307|\d{3}-\d{3}-\d{3}-\d{3}-\d{3}|csrf=/);
});
