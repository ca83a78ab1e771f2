import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { InstallationReport, ServedCertificate } from '../../../src/bot/conversation/services.ts';
import { problem } from '../../../src/contract/problems.ts';
import { startTestTelegram, type TestChat, type TestTelegram } from '../../support/chat.ts';

let local: TestTelegram;
beforeAll(async () => {
  local = await startTestTelegram();
});
afterAll(() => local.close());
afterEach(() => expect(local.problems()).toEqual([]));

const right: ServedCertificate = {
  address: '195.12.113.29',
  which: 'this',
  isNamed: true,
  isChainWhole: true,
  validity: 'valid',
  validFrom: new Date('2026-11-20T00:00:00Z'),
  validTo: new Date('2027-05-01T00:00:00Z'),
  daysLeft: 159,
  issuer: 'Throwaway',
};
const serves = (more: Partial<ServedCertificate>) => (host: string) => ({ host, ...right, ...more });

async function issued(status: 'issued' | 'set-up' = 'issued') {
  const chat = local.chat();
  await chat.comesTo('submitted');
  chat.backend.change(chat.number, status, { validTo: right.validTo.toISOString() });
  await chat.says(`/status ${chat.number}`);
  return chat;
}

async function lookAt(chat: TestChat, site: (host: string) => InstallationReport) {
  chat.backend.site = site;
  chat.now = new Date(chat.now.getTime() + 60_000);
  await chat.presses('🌐 Is it live?');
  return chat.last;
}

describe('a site that is live', () => {
  test('is said to be, with the days left and what comes next', async () => {
    const chat = await issued();
    const said = await lookAt(chat, serves({}));
    expect(said).toMatch(
      /alatau\.kz is live\.[\s\S]*1 May 2027: 159 days left\.[\s\S]*root certificate[\s\S]*“Installed”/,
    );
    await chat.presses('✅ Installed');
    expect(chat.backend.application(chat.number).status).toBe('set-up');
  });

  test('can be looked at again once it is set up, when nothing has to be pressed any more', async () => {
    const chat = await issued('set-up');
    expect(await lookAt(chat, serves({ daysLeft: 1 }))).toMatch(/is live[\s\S]*1 day left\./);
    expect(chat.last).not.toContain('“Installed”');
    expect(chat.buttons).toContain('🌐 Is it live?');
  });

  test('may have a newer certificate already', async () => {
    expect(await lookAt(await issued(), serves({ which: 'newer' }))).toMatch(/newer certificate[\s\S]*159 days left/);
  });
});

describe('a site that is not', () => {
  test.each<[string, Partial<ServedCertificate>, RegExp]>([
    [
      'incomplete',
      { isChainWhole: false },
      /not the authorities above it[\s\S]*alatau\.kz\.fullchain\.pem instead of alatau\.kz\.crt/,
    ],
    [
      'older',
      { which: 'older', validTo: new Date('2026-12-01T00:00:00Z') },
      /still serves an older certificate, which ends on 1 December 2026[\s\S]*alatau\.kz\.fullchain\.pem/,
    ],
    [
      'foreign',
      { which: 'foreign', issuer: '<b>Let’s & Encrypt' },
      /another certificate, issued by “<b>Let’s & Encrypt”[\s\S]*alatau\.kz\.fullchain\.pem/,
    ],
    ['other-name', { which: 'foreign', isNamed: false }, /made out to another name[\s\S]*server_name/],
    ['expired', { validity: 'expired', isChainWhole: false }, /expired on 1 May 2027\. Apply for a new one: \/apply$/],
    ['not-yet', { validity: 'not-yet' }, /from 20 November 2026 at 05:00 on\.$/],
  ])('%s: the reason is named, and what to do', async (_, more, words) => {
    const chat = await issued();
    expect(await lookAt(chat, serves(more))).toMatch(words);
    expect(chat.last).not.toMatch(/is live|“Installed”/);
    expect(chat.buttons).toEqual(expect.arrayContaining(['nginx', '🌐 Is it live?']));
  });

  test.each([
    ['no-address', /alatau\.kz has no address in the DNS/],
    ['dns-silent', /name servers of alatau\.kz do not answer/],
    ['not-public', /leads to no public address/],
    ['refused', /Nothing listens on port 443 of alatau\.kz \(195\.12\.113\.29\)/],
    ['timeout', /did not answer within 5 seconds/],
    ['no-route', /cannot be reached from here/],
    ['not-tls', /not with TLS[\s\S]*listen 443 ssl/],
    ['no-handshake', /broke off the connection/],
    ['too-large', /far more certificates/],
  ] as const)('%s: the reason is named, and what to do', async (unreachable, words) => {
    const site = (host: string) => ({ host, unreachable, address: '195.12.113.29' });
    expect(await lookAt(await issued(), site)).toMatch(words);
  });
});

test('of a wildcard it is said which name was looked at, and the file is called as it was sent', async () => {
  const chat = await issued();
  chat.backend.change(chat.number, 'issued', { domain: '*.alatau.kz' });
  const said = await lookAt(chat, serves({ isChainWhole: false }));
  expect(said).toMatch(/www\.alatau\.kz serves[\s\S]*_wildcard\.alatau\.kz\.fullchain\.pem/);
  expect(said).toContain('*.alatau.kz stands for many names, so I looked at one of them: www.alatau.kz.');
});

describe('a look', () => {
  test('tells that it is under way', async () => {
    const chat = await issued();
    chat.backend.site = serves({});
    expect(await chat.presses('🌐 Is it live?')).toContain('Looking at alatau.kz');
  });

  test('is taken once in ten seconds, also by an impatient finger and after a restart', async () => {
    const chat = await issued();
    chat.backend.site = serves({});
    await chat.pressesTwice('🌐 Is it live?');
    expect(chat.backend.looks).toBe(1);
    expect(chat.last).toContain('Please wait ten seconds');
    chat.now = new Date(chat.now.getTime() + 9_999);
    await chat.presses('🌐 Is it live?');
    expect(chat.backend.looks).toBe(1);
    chat.now = new Date(chat.now.getTime() + 1);
    await chat.presses('🌐 Is it live?');
    expect(chat.backend.looks).toBe(2);
  });

  test('does not disturb the question that is being asked', async () => {
    const chat = await issued();
    await chat.comesTo('email');
    const { draft, screen } = chat.state;
    await chat.says(`/status ${chat.number}`);
    await lookAt(chat, serves({}));
    expect(chat.state).toMatchObject({ draft, screen, place: 'question', asked: 'email' });
  });

  test('is not offered before there is a certificate, and an old button does not take it', async () => {
    const chat = await issued();
    const old = chat.messages.at(-1);
    chat.backend.change(chat.number, 'revoked');
    await chat.says(`/status ${chat.number}`);
    expect(chat.buttons).not.toContain('🌐 Is it live?');
    await chat.presses('🌐 Is it live?', old);
    expect(chat.backend.looks).toBe(0);
    expect(chat.last).toContain('not possible');
  });

  test('is for the owner alone, also when somebody else has the button', async () => {
    const chat = await issued();
    chat.backend.change(chat.number, 'issued', { owner: 'telegram:1' } as object);
    await chat.presses('🌐 Is it live?');
    expect(chat.backend.looks).toBe(0);
    expect(chat.last).toContain('submitted from another chat');
  });

  test('that the backend does not allow is refused in words', async () => {
    const chat = await issued();
    chat.backend.refuse.set('applications', problem('internal'));
    await chat.presses('🌐 Is it live?');
    expect(chat.backend.looks).toBe(0);
    expect(chat.last).toContain('The service had an error.');
  });
});

test.each([
  ['kk', 'Сайт жұмыс істей ме?', '159 күн қалды'],
  ['ru', 'Работает ли сайт?', 'осталось 159 дней'],
])('in %s', async (language, label, days) => {
  const chat = await issued();
  chat.stored = { ...chat.state, language };
  await chat.says(`/status ${chat.number}`);
  chat.backend.site = serves({});
  await chat.presses(`🌐 ${label}`);
  expect(chat.last).toContain(days);
});
