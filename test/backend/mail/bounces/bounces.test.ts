// Letters that come back, through a whole backend: out over real SMTP, the report in over real SMTP, the notice to the applicant.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { startBounceServer } from '../../../../src/backend/mail/bounces/bounce-server.ts';
import type { OwnerView } from '../../../../src/contract/schemas.ts';
import { removeFolder } from '../../../csr/requests.ts';
import { freePort } from '../../../support/free-port.ts';
import { openPostOffice, type PostOffice, type ReceivedLetter } from '../../../support/post-office.ts';
import {
  answered,
  confirm,
  numberOf,
  operator,
  type RunningBackend,
  readOwn,
  runBackend,
  submit,
  unlimited,
} from '../../running-backend.ts';
import { report } from './reports.ts';

const owner = 'telegram:1000';
const DAY_MS = 86_400_000;
let post: PostOffice;
let running: RunningBackend;
let bouncePort: number;

beforeAll(async () => {
  post = await openPostOffice();
  bouncePort = await freePort();
  const variables = { SMTP_URL: post.url, MAIL_FROM: 'NCA SSL bot <bot@example.kz>', BOUNCE_PORT: String(bouncePort) };
  running = await runBackend(variables, unlimited);
});
afterAll(async () => {
  await running.stop();
  await post.close();
  removeFolder();
});

/** What a mail server says to the backend; resolves with the reply code. */
async function handOver(to: string | string[], raw: string): Promise<number> {
  const transport = createTransport({ host: '127.0.0.1', port: bouncePort, ignoreTLS: true });
  const envelope = { from: '', to };
  return transport.sendMail({ envelope, raw }).then(
    ({ response }) => Number(response.slice(0, 3)),
    (error: { responseCode?: number }) => error.responseCode ?? 0,
  );
}

const read = (number: string) => readOwn(running, number);
const lettersOf = async (number: string) =>
  (await running.backend.desk.find(numberOf({ number }), operator()))?.letters ?? [];
/** The letter at the applicant's mail server, once the backend knows that it took it. */
async function sent(number: string, fits: (letter: ReceivedLetter) => boolean = () => true): Promise<ReceivedLetter> {
  const letter = await post.arrives((each) => each.subject.includes(number) && fits(each));
  while ((await lettersOf(number)).some(({ state }) => state === 'waiting')) await new Promise(setImmediate);
  return letter;
}
const notices = ({ timeline }: OwnerView) => timeline.flatMap(({ notice }) => notice ?? []);
const isUntouched = async (number: string) => {
  expect((await lettersOf(number)).map(({ state }) => state)).not.toContain('failed');
  expect(await read(number)).toMatchObject({ letterRefused: false, timeline: [{ status: 'submitted' }] });
};

describe('a letter', () => {
  test('leaves under a sender that names it, and is from whom it was', async () => {
    const { number } = await submit(running);
    const { returnPath, from, messageId } = await sent(number);
    expect(returnPath).toMatch(/^bot\+[0-9a-f]{32}\.[0-9a-f]{16}@example\.kz$/);
    expect(messageId.replaceAll('-', '')).toContain(returnPath.slice(4, 36));
    expect(from).toBe('"NCA SSL bot" <bot@example.kz>');
  });

  test('that comes back is told once, and sent again to a better address', async () => {
    const { number } = await submit(running);
    const { returnPath } = await sent(number);
    expect(await handOver(returnPath.toUpperCase(), report())).toBe(250);
    expect(await lettersOf(number)).toMatchObject([{ kind: 'submitted', state: 'failed', problem: '5.1.1' }]);
    const told = await read(number);
    expect(told).toMatchObject({ status: 'submitted', letterRefused: true });
    expect(notices(told)).toEqual(['letter-refused']);
    const { changes } = answered(await running.client('statusChanges', { query: { after: 0 } }));
    expect(changes.filter((change) => change.number === number)).toMatchObject([
      { notice: null },
      { notice: 'letter-refused' },
    ]);

    expect(await handOver(returnPath, report({ status: '5.2.1' }))).toBe(250);
    expect(await read(number)).toEqual(told);
    await running.client('changeEmail', { path: { number }, owner, body: { email: 'better@example.kz' } });
    const again = await sent(number, ({ to }) => to === 'better@example.kz');
    expect(again.returnPath).not.toBe(returnPath);
    expect(await handOver(returnPath, report())).toBe(250);
    expect(await read(number)).toMatchObject({ letterRefused: false, email: 'better@example.kz' });
  });

  test('that is given up after days of tries is told in other words, and sent again to the same address', async () => {
    const { number, email } = await submit(running);
    const { returnPath } = await sent(number);
    expect(await handOver(returnPath, report({ status: '4.2.2' }))).toBe(250);
    expect(await lettersOf(number)).toMatchObject([{ kind: 'submitted', state: 'failed', problem: '4.2.2' }]);
    const told = await read(number);
    expect([told.letterRefused, notices(told)]).toEqual([true, ['letter-undelivered']]);
    await running.client('changeEmail', { path: { number }, owner, body: { email: email ?? '' } });
    await sent(number, (again) => again.to === email && again.returnPath !== returnPath);
    expect((await read(number)).letterRefused).toBe(false);
  });

  test('to an address that was corrected since is not held against the new one', async () => {
    const view = await submit(running);
    const first = await sent(view.number);
    await confirm(running, view);
    const second = await sent(view.number, ({ returnPath }) => returnPath !== first.returnPath);
    await handOver(first.returnPath, report());
    const body = { email: 'corrected@example.kz' };
    await running.client('changeEmail', { path: { number: view.number }, owner, body });
    await sent(view.number, ({ to }) => to === body.email);
    expect(await handOver(second.returnPath, report())).toBe(250);
    const after = await read(view.number);
    expect([after.letterRefused, notices(after)]).toEqual([false, ['letter-refused']]);
    expect((await lettersOf(view.number)).filter(({ state }) => state === 'failed')).toHaveLength(2);
  });

  test('is forgotten after a week, and when its application was withdrawn', async () => {
    const [kept, withdrawn] = [await submit(running), await submit(running)];
    const [old, gone] = [await sent(kept.number), await sent(withdrawn.number)];
    await running.client('withdraw', { path: { number: withdrawn.number }, owner });
    await sent(withdrawn.number, ({ returnPath }) => returnPath !== gone.returnPath);
    expect(await handOver(gone.returnPath, report())).toBe(250);
    expect(notices(await read(withdrawn.number))).toEqual([]);
    running.time.now = new Date(running.time.now.getTime() + 8 * DAY_MS);
    await running.backend.sweep();
    expect(await handOver(old.returnPath, report())).toBe(250);
    const after = await read(kept.number);
    expect([after.letterRefused, notices(after)]).toEqual([false, []]);
  });
});

describe('the bounce port', () => {
  test.each([
    ['a delay', report({ action: 'delayed', status: '4.4.1' }), 'delayed'],
    ['a success', report({ action: 'delivered', status: '2.0.0' }), 'other'],
    ['a holiday notice', 'Subject: Away\r\n\r\nback on Monday\r\n', 'unreadable'],
    ['nonsense', '\u0000\u0007 --x\r\n\r\n--', 'unreadable'],
  ])('takes %s and forgets it', async (_, raw, code) => {
    const { number } = await submit(running);
    const { returnPath } = await sent(number);
    const before = running.log.length;
    expect(await handOver(returnPath, raw)).toBe(250);
    expect(running.log.slice(before).join('')).toContain(`"code":"${code}"`);
    await isUntouched(number);
  });

  test('refuses what does not name a letter of ours', async () => {
    const { number } = await submit(running);
    const { returnPath } = await sent(number);
    const other = await sent((await submit(running)).number);
    const wrong = [
      'bot@example.kz',
      returnPath.replace(/\..{16}@/, '@'),
      returnPath.replace(/\..{16}@/, `.${other.returnPath.slice(37, 53)}@`),
      returnPath.replace(/\..{16}@/, '.0000000000000000@'),
      returnPath.replace('@', '0@'),
    ];
    for (const to of wrong) expect([to, await handOver(to, report())]).toEqual([to, 550]);
    await isUntouched(number);
  });

  test('takes one recipient at a time', async () => {
    const [one, other] = [await submit(running), await submit(running)];
    const addresses = [(await sent(one.number)).returnPath, (await sent(other.number)).returnPath];
    expect(await handOver(addresses, report())).toBe(250);
    expect([(await read(one.number)).letterRefused, (await read(other.number)).letterRefused]).toEqual([true, false]);
  });

  test('refuses what is too large', async () => {
    const { number } = await submit(running);
    const { returnPath } = await sent(number);
    expect(await handOver(returnPath, report() + 'x'.repeat(76).concat('\r\n').repeat(4_000))).toBe(552);
    await isUntouched(number);
  });

  test('that is taken stops the start', async () => {
    const options = {
      host: '127.0.0.1',
      port: bouncePort,
      addresses: { letterOf: () => undefined },
      onFailed: async () => undefined,
      onTaken: () => undefined,
      onError: () => undefined,
    };
    await expect(startBounceServer(options)).rejects.toThrow('EADDRINUSE');
  });

  test('left no address and no word of a report in the log', () => {
    const log = running.log.join('');
    expect(log).toContain('"code":"5.1.1"');
    expect(log).not.toMatch(/@|nobody|secret\.example|Recipient address/);
  });
});
