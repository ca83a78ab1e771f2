import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { checklistDocuments } from '../../../src/backend/applications/desk-work.ts';
import type { ApplicationNumber } from '../../../src/domain/application-number.ts';
import { almaty, astana } from './memory-work.ts';
import { type StartedDesk, startDesk } from './started-desk.ts';
import { createVisitor, enterFirst, type Visitor } from './visitor.ts';

let desk: StartedDesk;
let operator: Visitor;
let colleague: Visitor;
let number: ApplicationNumber;
const everything = { checklist: checklistDocuments };

async function enter(name: string, iin: string, regions: readonly string[] | 'all') {
  const added = await desk.operators.add({ name, iin, regions, administrator: false });
  const visitor = createVisitor(desk.address);
  await enterFirst(visitor, name, 'value' in added ? added.value : '');
  return visitor;
}

beforeAll(async () => {
  desk = await startDesk();
  operator = await enter('dinara', '851231490804', [almaty.code]);
  colleague = await enter('ruslan', '980109090001', 'all');
});
afterAll(() => desk.stop());
beforeEach(() => {
  number = desk.work.put();
});

const look = (visitor = operator) => visitor.open(`/applications/${number}`);

describe('an application', () => {
  test.each([(typed: string) => typed, (typed: string) => typed.replaceAll('-', '')])(
    'is found by its number, and opened at once',
    async (type) => {
      await operator.open('/');
      expect((await operator.submit('/search', { text: ` ${type(number)} ` })).path).toBe(
        `/desk/applications/${number}`,
      );
    },
  );

  test('is found by IIN, which never gets into an address', async () => {
    await operator.open('/');
    const page = await operator.submit('/search', { text: '900101390002' });
    expect(page.path).toBe('/desk/search');
    expect(page.html).toContain(number);
  });

  test('shows its data, with the IIN masked until it is asked for', async () => {
    const { html } = await look();
    for (const text of [
      'СЫНАҚОВА ӘЙГЕРІМ ҮЛГІҚЫЗЫ',
      '9001****0002',
      'example.kz',
      'Almaty, Almaty',
      '10 Apr 2026',
      'RSA 3072',
    ]) {
      expect(html).toContain(text);
    }
    expect(html).not.toContain('900101390002');
    expect((await operator.open(`/applications/${number}?iin=full`)).html).toContain('900101390002');
  });

  test('shows an internationalised domain in both spellings', async () => {
    desk.work.change(number, { domain: 'xn--d1abcthi5a2mc59d.xn--80ao21a' });
    const { html } = await look();
    expect(html).toContain('қолжетімді.қаз');
    expect(html).toContain('xn--d1abcthi5a2mc59d.xn--80ao21a');
  });

  test('shows hostile text as text', async () => {
    const person = {
      surname: '<script>alert(1)</script>',
      givenName: '"><img src=x onerror=alert(1)>',
      patronymic: null,
    };
    desk.work.change(number, { person, reason: "'</dd><b>" });
    const { html } = await look();
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toMatch(/<script>|<img src=x|<\/dd><b>/);
  });

  test('of another region does not exist', async () => {
    desk.work.change(number, { region: astana });
    expect((await look()).status).toBe(404);
    await operator.open('/');
    expect((await operator.submit('/search', { text: number })).html).toContain('Nothing was found');
    expect((await operator.open('/?filter=all')).html).not.toContain(number);
    expect((await operator.open(`/applications/${number}/form.pdf`)).status).toBe(404);
    expect((await look(colleague)).status).toBe(200);
  });

  test('has its form as a PDF', async () => {
    const page = await operator.open(`/applications/${number}/form.pdf`);
    expect(page.headers.get('content-type')).toBe('application/pdf');
    expect(page.html).toMatch(/^%PDF/);
  });

  test.each(['482-093-755-618-805', '..%2f..%2fetc', '%3Cscript%3E', 'x'.repeat(90)])(
    'cannot be called %s',
    async (invented) => {
      expect((await operator.open(`/applications/${invented}`)).status).toBe(404);
    },
  );
});

describe('a confirmation', () => {
  test('with every document checked goes through, and the page says so', async () => {
    await look();
    const page = await operator.submit('/confirm', everything);
    expect(page.path).toBe(`/desk/applications/${number}?done=confirmed`);
    expect(page.html).toContain('The application is confirmed');
    expect(page.html).toContain('operator dinara');
    expect(desk.work.statusOf(number)).toBe('confirmed');
  });

  test('with a document missing is refused, and keeps the ticks', async () => {
    await look();
    const page = await operator.submit('/confirm', { checklist: ['identity-card'] });
    expect(page.status).toBe(422);
    expect(page.html).toContain('Not all documents are ticked');
    expect(page.html).toMatch(/value="identity-card" required checked/);
    expect(page.html).not.toMatch(/value="signed-form" required checked/);
    expect((await operator.submit('/confirm', everything)).path).toContain('done=confirmed');
  });

  test('of data that have changed since is refused, and every document has to be checked again', async () => {
    await look();
    desk.work.change(number, { domain: 'other.example.kz' });
    const page = await operator.submit('/confirm', everything);
    expect(page.status).toBe(409);
    expect(page.html).toContain('out of date');
    expect(page.html).toContain('other.example.kz');
    expect(page.html).not.toMatch(/ checked>/);
    expect(desk.work.statusOf(number)).toBe('submitted');
  });

  test('without having looked is refused', async () => {
    await look();
    const unseen = await operator.submit('/confirm', { ...everything, seen: 'never' });
    expect(unseen.status).toBe(409);
    expect(desk.work.statusOf(number)).toBe('submitted');
  });

  test('of one operator makes that of the other too late', async () => {
    await look();
    await look(colleague);
    expect((await operator.submit('/confirm', everything)).status).toBe(200);
    const late = await colleague.submit('/refuse', { reason: 'Too late' });
    expect(late.status).toBe(409);
    expect(late.html).toContain('has already changed');
    expect(desk.work.statusOf(number)).toBe('confirmed');
  });

  test('of the own application is not offered, and refused when it is tried', async () => {
    const other = desk.work.put({ iin: '980109090001' });
    const foreign = await look(colleague);
    const seen = /name="seen" value="([^"]+)"/.exec(foreign.html)?.[1] ?? '';
    const csrf = /name="csrf" value="([^"]+)"/.exec(foreign.html)?.[1] ?? '';
    const own = await colleague.open(`/applications/${other}`);
    expect(own.html).toContain('This is your own application');
    expect(own.html).not.toContain('/confirm"');
    const tried = await colleague.post(`/applications/${other}/confirm`, { csrf, seen, checklist: 'identity-card' });
    expect(tried.status).toBeGreaterThanOrEqual(400);
    expect(desk.work.statusOf(other)).toBe('submitted');
  });
});

describe('a refusal', () => {
  test('needs a reason', async () => {
    await look();
    const page = await operator.submit('/refuse', { reason: '   ', template: '' });
    expect(page.status).toBe(422);
    expect(page.html).toContain('Give a reason');
  });

  test('longer than a thousand characters is refused, and keeps what was written', async () => {
    await look();
    const page = await operator.submit('/refuse', { reason: 'я'.repeat(1_001) });
    expect(page.status).toBe(422);
    expect(page.html).toContain('я'.repeat(1_000));
  });

  test('by a template reaches the applicant in the applicant’s language', async () => {
    await look();
    const page = await operator.submit('/refuse', { template: 'domain', reason: '' });
    expect(page.path).toContain('done=refused');
    expect(page.html).toContain('Доменге құқығыңыз расталмады');
    expect(desk.work.statusOf(number)).toBe('refused');
  });

  test('in own words says exactly these', async () => {
    await look();
    const page = await operator.submit('/refuse', { template: 'domain', reason: 'Бланкіде қол жоқ <қараңыз>' });
    expect(page.html).toContain('Бланкіде қол жоқ &lt;қараңыз&gt;');
  });
});

describe('the queue', () => {
  test('goes on from page to page until there is no more', async () => {
    for (let added = 0; added < 60; added++) desk.work.put();
    const seen = new Set<string>();
    let path: string | undefined = '/?filter=all';
    while (path !== undefined) {
      const { html } = await operator.open(path);
      for (const [, each = ''] of html.matchAll(/applications\/([\d-]{19})"/g)) {
        expect(seen).not.toContain(each);
        seen.add(each);
      }
      path = /rel="next" href="\/desk([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen.size).toBeGreaterThanOrEqual(60);
  });
});

describe.each(['kk', 'ru', 'en'])('in %s', (language) => {
  test('every page is whole: no text missing, the language named', async () => {
    await operator.open(`/?language=${language}`);
    const decided = desk.work.put({
      status: 'issued',
      certificate: { serial: 'ab:cd', validFrom: desk.now(), validTo: desk.now() },
      letters: [{ kind: 'issued', state: 'failed', at: desk.now(), problem: '550' }],
    });
    for (const path of ['/', '/?filter=trouble', '/account', `/applications/${number}`, `/applications/${decided}`]) {
      const { html, status } = await operator.open(path);
      expect(status).toBe(200);
      expect(html).toContain(`<html lang="${language}">`);
      expect(html).not.toMatch(/desk\.(?!css|js|svg)[a-z]|\{\{|undefined|\[object|NaN/);
    }
    await operator.open('/?language=en');
  });
});
