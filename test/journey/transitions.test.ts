// Every move and every notice, through real programs: a letter arrives at a real SMTP server, and a message in the chat. The
// tables below are complete by their types, so a new status or notice needs a line here, and with it words and a letter.

import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { letterOfMove, letterOfNotice } from '../../src/backend/applications/letter.ts';
import type { Backend } from '../../src/backend/backend.ts';
import type { ApplicationStatus, Notice } from '../../src/contract/statuses.ts';
import { type LocalTelegram, startLocalTelegram } from '../../src/local-telegram/local-telegram.ts';
import { report } from '../backend/mail/bounces/reports.ts';
import { confirm as confirmAt, numberOf, operator, revoke } from '../backend/running-backend.ts';
import { makeAuthorityFiles } from '../support/authority-files.ts';
import { freePort } from '../support/free-port.ts';
import { openPostOffice, type PostOffice } from '../support/post-office.ts';
import { type Applicant, createApplicant, fillIn, makeRequest, submit } from './applicant.ts';
import { startWithClock } from './with-clock.ts';

interface Told {
  /** What the letter's subject has beside the number; null: no letter, for the reason at `letterOfMove`. */
  readonly letter: string | null;
  /** null: nothing is said, since the next move follows within seconds. */
  readonly chat: string | null;
}

const moves: Readonly<Record<ApplicationStatus, Told>> = {
  submitted: { letter: 'received', chat: 'The application is submitted' },
  confirmed: { letter: 'confirmed', chat: 'is confirmed by the Registration Authority' },
  signing: { letter: null, chat: null },
  'signing-unknown': { letter: 'is delayed', chat: 'takes longer than usual' },
  issued: { letter: 'have been issued', chat: 'Certificates under the application have been issued' },
  'set-up': { letter: 'have been set up', chat: 'Certificates have been set up' },
  refused: { letter: 'refused', chat: 'is refused' },
  withdrawn: { letter: 'withdrawn', chat: 'is withdrawn' },
  expired: { letter: 'destroyed', chat: 'is destroyed with its personal data' },
  revoked: { letter: 'has been revoked', chat: 'is revoked' },
  superseded: { letter: 'has been replaced', chat: 'is replaced by a newer one' },
};
const noticed: Readonly<Record<Notice, Told>> = {
  'confirm-soon': { letter: 'is running out', chat: 'is not confirmed yet' },
  'certificate-ends': { letter: 'is about to end', chat: 'After that browsers will not open the site' },
  'revocation-asked': {
    letter: 'Revocation asked for',
    chat: 'An operator of the Registration Authority will carry it out',
  },
  'letter-refused': { letter: null, chat: 'refused it' },
  'letter-undelivered': { letter: null, chat: 'put off letters' },
};
const seen = new Set<ApplicationStatus | Notice>();

const DAY_MS = 86_400_000;
const IIN = '900101390002';

let folder: string;
let post: PostOffice;
let telegram: LocalTelegram;
let now: Date;
let started: Awaited<ReturnType<typeof startWithClock>> | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'transitions-'));
  post = await openPostOffice();
  telegram = await startLocalTelegram();
});
afterAll(async () => {
  await started?.close();
  await telegram.close();
  await post.close();
  await rm(folder, { recursive: true, force: true });
});

let settings = 0;
async function start(variables: Readonly<Record<string, string>> = {}): Promise<Backend> {
  await started?.close();
  started = await startWithClock(telegram, () => now, {
    DATA_DIR: join(folder, `data-${++settings}`),
    SMTP_URL: post.url,
    MAIL_FROM: 'NCA SSL bot <bot@example.kz>',
    ...variables,
  });
  return started.backend;
}

let persons = 5_300;
const newApplicant = () =>
  createApplicant(telegram, telegram.addPerson({ id: ++persons, first_name: 'Somebody', language_code: 'en' }).user.id);

/** By what the tables say: the letter about this application at the real SMTP server, the words in this chat. */
async function isTold(about: ApplicationStatus | Notice, number: string, applicant: Applicant): Promise<void> {
  const { letter, chat } = { ...moves, ...noticed }[about];
  if (letter) await post.arrives(({ subject }) => subject.includes(number) && subject.includes(letter));
  if (chat) await applicant.sees(chat);
  seen.add(about);
}

describe('with the embedded authority', () => {
  let backend: Backend;
  let bouncePort: number;
  beforeAll(async () => {
    now = new Date('2026-11-22T10:00:00Z');
    bouncePort = await freePort();
    backend = await start({ BOUNCE_PORT: String(bouncePort) });
  });

  const apply = async (applicant: Applicant, domain: string): Promise<string> => {
    const { csr } = await makeRequest(folder, domain);
    await fillIn(applicant, { iin: IIN, domain, csr });
    return (await submit(applicant)).number;
  };
  const confirm = async (number: string) => {
    expect(await confirmAt({ backend }, { number })).toEqual({ value: { status: 'issued' } });
  };
  const issueTo = async (applicant: Applicant, domain: string): Promise<string> => {
    const number = await apply(applicant, domain);
    await confirm(number);
    await applicant.sees('Certificates under the application have been issued');
    return number;
  };
  const revokeFor = async (applicant: Applicant, number: string, reason: string) => {
    applicant.says(`/status ${number}`);
    await applicant.presses('🚫 Revoke', `Application ${number}`);
    await applicant.presses(reason, 'it cannot be undone');
    await applicant.sees('To confirm, type the domain name');
    applicant.says(number);
  };

  test('submitted, confirmed, issued, set up, and replaced by its renewal, of which the end reminds', async () => {
    const applicant = newApplicant();
    const old = await apply(applicant, 'renewed.example.kz');
    await isTold('submitted', old, applicant);
    await confirm(old);
    await isTold('confirmed', old, applicant);
    await isTold('issued', old, applicant);
    await applicant.presses('✅ Installed', 'Certificates under the application have been issued');
    await isTold('set-up', old, applicant);

    now = new Date(now.getTime() + 190 * DAY_MS);
    await backend.sweep();
    await isTold('certificate-ends', old, applicant);
    await applicant.presses('🔁 Renew', 'After that browsers will not open the site');
    await applicant.presses('I have read it and agree', 'Agreement');
    await applicant.sees('type the 12 digits');
    applicant.says(IIN);
    await applicant.presses('Yes, it is me', 'Is this you?');
    await applicant.presses('My own key and request (CSR)', 'Key storage');
    await applicant.sees('Certificate signing request for');
    applicant.sends('new.csr', (await makeRequest(folder, 'renewed.example.kz')).csr);
    await applicant.presses('✅ Submit the application', 'Please check everything');
    const done = await applicant.sees(new RegExp(`The application is submitted(?![\\s\\S]*${old})`));
    const number = /\d{3}(-\d{3}){4}/.exec(applicant.textOf(done))?.[0] ?? '';
    await confirm(number);
    await applicant.presses('✅ Installed', new RegExp(`have been issued[\\s\\S]*${number}`));
    await isTold('superseded', old, applicant);
  });

  test('refused', async () => {
    const applicant = newApplicant();
    const number = await apply(applicant, 'refused.example.kz');
    const [by, named] = [operator(), numberOf({ number })];
    const seenOnce = (await backend.desk.find(named, by))?.seen ?? '';
    await backend.desk.refuse({ number: named, seen: seenOnce, by, reason: 'No document' });
    await isTold('refused', number, applicant);
  });

  test('withdrawn', async () => {
    const applicant = newApplicant();
    const number = await apply(applicant, 'withdrawn.example.kz');
    await applicant.presses('Withdraw', 'The application is submitted');
    await applicant.presses('Yes, withdraw it', `Withdraw application ${number}`);
    await isTold('withdrawn', number, applicant);
  });

  test('reminded of the deadline, then expired', async () => {
    const applicant = newApplicant();
    const number = await apply(applicant, 'expired.example.kz');
    now = new Date(now.getTime() + 27 * DAY_MS);
    await backend.sweep();
    await isTold('confirm-soon', number, applicant);
    now = new Date(now.getTime() + 10 * DAY_MS);
    await backend.sweep();
    await isTold('expired', number, applicant);
  });

  test('revoked: at once for a stolen key, after an operator for any other reason', async () => {
    const applicant = newApplicant();
    const stolen = await issueTo(applicant, 'stolen.example.kz');
    await revokeFor(applicant, stolen, '🔓 Somebody else may have the key');
    await isTold('revoked', stolen, applicant);

    const other = newApplicant();
    const lost = await issueTo(other, 'lost.example.kz');
    await revokeFor(other, lost, '🔑 Password or key file lost');
    await isTold('revocation-asked', lost, other);
    expect(await revoke({ backend }, { number: lost }, 'key-lost')).toEqual({ value: { status: 'revoked' } });
    await isTold('revoked', lost, other);
  });

  test('a letter refused by its address: told in the chat, corrected there, and sent again', async () => {
    const applicant = newApplicant();
    post.unknown.add('applicant@example.kz');
    const number = await apply(applicant, 'unreachable.example.kz');
    await isTold('letter-refused', number, applicant);
    const before = await backend.desk.find(numberOf({ number }), operator());
    expect(before?.letters).toMatchObject([{ kind: 'submitted', state: 'failed', problem: 'EENVELOPE 550' }]);

    await applicant.presses('✉️ Another address', 'was not delivered');
    await applicant.sees('Which address should letters go to?');
    applicant.says('reachable@example.kz');
    await applicant.sees('The letter that was not delivered has been sent there again.');
    const letter = await post.arrives(({ to, subject }) => to === 'reachable@example.kz' && subject.includes(number));
    expect(letter.subject).toContain('received');
    post.unknown.clear();
  });

  test('a letter that comes back after days of tries: told in other words, and sent again to the same address', async () => {
    const applicant = newApplicant();
    const number = await apply(applicant, 'full.example.kz');
    const first = await post.arrives(({ subject }) => subject.includes(number));
    const transport = createTransport({ host: '127.0.0.1', port: bouncePort, ignoreTLS: true });
    await transport.sendMail({ envelope: { from: '', to: first.returnPath }, raw: report({ status: '4.2.2' }) });
    await isTold('letter-undelivered', number, applicant);
    await applicant.presses('✉️ Another address', 'put off letters');
    await applicant.sees('Which address should letters go to?');
    applicant.says(first.to);
    await applicant.sees('The letter that was not delivered has been sent there again.');
    await post.arrives(({ returnPath, subject }) => subject.includes(number) && returnPath !== first.returnPath);
  });
});

describe('with an authority that breaks off', () => {
  test('the delay is told, once', async () => {
    const silent = createServer((request) => request.socket.destroy());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const files = makeAuthorityFiles(folder);
    now = new Date('2026-11-22T10:00:00Z');
    const backend = await start({
      CERTIFICATE_AUTHORITY: 'cfssl',
      CA_ROOT_FILE: files.root,
      CA_ISSUING_FILE: files.issuing,
      CFSSL_URL: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
      CFSSL_AUTH_KEY: '00112233445566778899aabbccddeeff',
      CFSSL_PROFILE: 'any',
    });
    const applicant = newApplicant();
    const { csr } = await makeRequest(folder, 'delayed.example.kz');
    await fillIn(applicant, { iin: IIN, domain: 'delayed.example.kz', csr });
    const { number } = await submit(applicant);
    expect(await confirmAt({ backend }, { number })).toEqual({ because: 'ca-unavailable' });
    await isTold('signing-unknown', number, applicant);
    silent.close();
  });
});

test('nothing that can happen was left out, and letters are where the tables say', () => {
  const told = Object.entries({ ...moves, ...noticed }).filter(([, { letter, chat }]) => letter || chat);
  expect(seen).toEqual(new Set(told.map(([about]) => about)));
  for (const [about, kind] of Object.entries({ ...letterOfMove, ...letterOfNotice })) {
    const { letter } = { ...moves, ...noticed }[about as ApplicationStatus | Notice];
    expect([about, letter === null]).toEqual([about, kind === null]);
  }
});
