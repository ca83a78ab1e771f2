// What an applicant does with a certificate after it was issued: its history, its end, its renewal, its revocation.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { problem } from '../../../src/contract/problems.ts';
import { actors, applicationStatuses, notices } from '../../../src/contract/statuses.ts';
import { requestFor } from '../../support/certificate-requests.ts';
import { startTestTelegram, type TestChat, type TestTelegram } from '../../support/chat.ts';

const DAY_MS = 86_400_000;

let local: TestTelegram;
beforeAll(async () => {
  local = await startTestTelegram();
});
afterAll(() => local.close());
afterEach(() => expect(local.problems()).toEqual([]));

async function issued() {
  const chat = local.chat();
  await chat.comesTo('submitted');
  const validTo = new Date(chat.now.getTime() + 200 * DAY_MS);
  const renewableFrom = new Date(validTo.getTime() - 30 * DAY_MS);
  chat.backend.change(chat.number, 'set-up', {
    validTo: validTo.toISOString(),
    renewableFrom: renewableFrom.toISOString(),
  });
  return Object.assign(chat, { validTo });
}
const openCard = async (chat: TestChat) => {
  await chat.says(`/status ${chat.number}`);
};

describe('the history', () => {
  test('tells every kind of thing that can happen, in plain words', async () => {
    const chat = await issued();
    const at = chat.now.toISOString();
    const timeline = [
      ...applicationStatuses.flatMap((status) => actors.map((by) => ({ status, at, by, notice: null }))),
      ...notices.map((notice) => ({ status: 'issued' as const, at, by: 'clock' as const, notice })),
    ];
    chat.backend.change(chat.number, 'revoked', { timeline });
    await openCard(chat);
    await chat.presses('🕓 History');
    expect(chat.last).toContain(`History of application ${chat.number}`);
    expect(chat.last).toContain('You submitted the application.');
    expect(chat.last).toContain('You asked for the certificate to be revoked.');
    expect(chat.last.match(/at 11:00/g)).toHaveLength(timeline.length);
    expect(chat.last).not.toMatch(/history\.|undefined/);
  });

  test('is for the owner alone', async () => {
    const owner = await issued();
    const stranger = local.chat({ backend: owner.backend });
    await stranger.says(`/status ${owner.number}`);
    expect(stranger.buttons).toEqual(['Start page']);
  });
});

describe('revoking', () => {
  test('asks why, and for the domain to be typed; then an operator has to act', async () => {
    const chat = await issued();
    await openCard(chat);
    await chat.presses('🚫 Revoke');
    expect(chat.last).toContain('it cannot be undone');
    expect(chat.buttons).toHaveLength(6);
    await chat.presses('🔑 Password or key file lost');
    expect(chat.last).toContain('type the domain name (alatau.kz) or the number');
    await chat.says('yes');
    expect(chat.last).toContain('neither the domain nor the number of this application; nothing was revoked');
    expect(chat.backend.application(chat.number).revocation).toBeNull();
    await chat.says(' ALATAU.kz ');
    expect(chat.last).toContain('An operator of the Registration Authority will carry it out');
    expect(chat.backend.application(chat.number).revocation).toMatchObject({ reason: 'key-lost', decided: false });
    expect(chat.state).toMatchObject({ place: 'home', revoking: null });
    await openCard(chat);
    expect(chat.last).toContain(
      'Revocation asked for on 22 November 2026. Reason: the password or the key file is lost.',
    );
  });

  test('a stolen key goes at once, by the number as well, and the news says why', async () => {
    const chat = await issued();
    chat.backend.revokesAtOnce = true;
    await openCard(chat);
    await chat.presses('🚫 Revoke');
    await chat.presses('🔓 Somebody else may have the key');
    await chat.says(chat.number.replaceAll('-', ' '));
    expect(chat.last).toContain('decided and under way');
    await chat.statusChanges(chat.number, 'revoked');
    expect(chat.last).toContain('is revoked');
    expect(chat.last).toContain('Reason: somebody else may have the key');
  });

  test('asked for twice is told, unless the reason has become worse', async () => {
    const chat = await issued();
    const askedAt = chat.now.toISOString();
    const asking = async (reason: 'superseded' | 'key-compromise', decided = false) => {
      chat.backend.change(chat.number, 'set-up', { revocation: { reason, askedAt, decided } });
      await openCard(chat);
      await chat.presses('🚫 Revoke');
    };
    await asking('superseded');
    expect(chat.last).toContain('You have asked for this already: 22 November 2026 at 11:00');
    expect(chat.buttons).toEqual(['🔓 Somebody else may have the key', 'Start page']);
    await asking('key-compromise');
    expect(chat.buttons).toEqual(['Start page']);
    await asking('superseded', true);
    expect(chat.last).toContain('decided and under way');
    expect(chat.buttons).toEqual(['Start page']);
  });

  test('can be left at every step, also long after, and disturbs no draft', async () => {
    const chat = await issued();
    const { number } = chat;
    await chat.comesTo('domain');
    const { draft } = chat.state;
    await chat.says(`/status ${number}`);
    await chat.presses('🚫 Revoke');
    const question = chat.messages.at(-1);
    await chat.presses('🛑 The site is closed');
    await chat.presses('Do not revoke');
    expect(chat.all).toContain('Nothing was revoked.');
    await chat.says('alatau.kz');
    expect(chat.backend.application(number).revocation).toBeNull();
    await chat.presses('Do not revoke', question);
    expect(chat.last).toContain('Nothing was revoked.');
    await chat.says('/apply');
    expect(chat.state.draft).toEqual(draft);
    expect(chat.state.asked).toBe('domain');
  });

  test('goes on after the backend was away, and says what the backend refuses', async () => {
    const chat = await issued();
    await openCard(chat);
    await chat.presses('🚫 Revoke');
    await chat.presses('🛑 The site is closed');
    chat.backend.down.add('applications');
    await chat.says('alatau.kz');
    expect(chat.last).toContain('does not answer');
    chat.backend.down.clear();
    await chat.presses('Try again');
    expect(chat.buttons).toContain('🛑 The site is closed');
    await chat.presses('🛑 The site is closed');
    chat.backend.refuse.set('applications', problem('application-state'));
    await chat.says('alatau.kz');
    expect(chat.last).toContain('not possible in the present status of the application');
    expect(chat.backend.application(chat.number).revocation).toBeNull();
    chat.backend.refuse.clear();
  });

  test('is not offered to strangers, nor without a certificate', async () => {
    const chat = local.chat();
    await chat.comesTo('submitted');
    await openCard(chat);
    expect(chat.buttons).not.toContain('🚫 Revoke');
  });
});

describe('renewing', () => {
  test('is offered from 30 days before the end', async () => {
    const chat = await issued();
    await openCard(chat);
    expect(chat.buttons).not.toContain('🔁 Renew');
    chat.now = new Date(chat.validTo.getTime() - 30 * DAY_MS);
    await openCard(chat);
    expect(chat.buttons).toContain('🔁 Renew');
  });

  test('takes everything over but agreement, IIN and key, and says what it renews', async () => {
    const chat = await issued();
    const old = chat.number;
    chat.now = new Date(chat.validTo.getTime() - 20 * DAY_MS);
    await chat.notices(old, 'certificate-ends');
    expect(chat.last).toContain('ends in 20 days');
    await chat.presses('🔁 Renew');
    expect(chat.all).toContain(`are taken from application ${old}`);
    const asked: (string | null)[] = [];
    for (const next of ['agreement', 'picture-code', 'iin', 'person', 'key-storage', 'csr', 'review'] as const) {
      asked.push(chat.state.asked);
      await chat.comesTo(next);
    }
    expect(asked[0]).toBe('agreement');
    expect(chat.last).toMatch(/alatau\.kz/);
    await chat.comesTo('submitted');
    const renewal = [...chat.backend.submitted.values()].at(-1);
    expect(renewal).toMatchObject({
      renews: old,
      email: 'applicant@example.kz',
      region: 'KZ-10',
      city: 'semey',
      domain: 'alatau.kz',
    });
    expect(chat.state.renews).toBeNull();
    await openCard(chat);
    expect(chat.last).toContain(`Replaces the certificate of application ${old}`);
  });

  test('that the backend does not take becomes an ordinary application', async () => {
    const chat = await issued();
    chat.now = new Date(chat.validTo.getTime() - 20 * DAY_MS);
    await openCard(chat);
    await chat.presses('🔁 Renew');
    await chat.comesTo('review');
    chat.backend.refuse.set('submit', problem('renewal-refused', { reason: 'other-person' }));
    await chat.presses('✅ Submit');
    expect(chat.last).toContain('cannot renew the earlier certificate');
    chat.backend.refuse.clear();
    await chat.comesTo('submitted');
    expect([...chat.backend.submitted.values()].at(-1)).not.toHaveProperty('renews');
  });

  test('a key that was used before is asked for anew, and the draft stays a renewal', async () => {
    const chat = await issued();
    chat.now = new Date(chat.validTo.getTime() - 20 * DAY_MS);
    const old = chat.number;
    await openCard(chat);
    await chat.presses('🔁 Renew');
    await chat.comesTo('review');
    chat.backend.refuse.set('submit', problem('key-used', { field: 'csr' }));
    await chat.presses('✅ Submit');
    expect(chat.state).toMatchObject({ asked: 'csr', renews: old });
    chat.backend.refuse.clear();
    await chat.says(requestFor('alatau.kz').pem);
    await chat.comesTo('submitted');
    expect([...chat.backend.submitted.values()].at(-1)).toMatchObject({ renews: old });
  });

  test('by an old button says why not: too early, under way already, or another draft is unfinished', async () => {
    const chat = await issued();
    chat.now = new Date(chat.validTo.getTime() - 20 * DAY_MS);
    await openCard(chat);
    const card = chat.messages.at(-1);
    chat.now = new Date(chat.validTo.getTime() - 40 * DAY_MS);
    await chat.presses('🔁 Renew', card);
    expect(chat.last).toContain('can be renewed from');
    chat.now = new Date(chat.validTo.getTime() - 20 * DAY_MS);
    chat.backend.change(chat.number, 'set-up', { renewedBy: '482-093-755-618-809' });
    await chat.presses('🔁 Renew', card);
    expect(chat.last).toContain('is being renewed already: application 482-093-755-618-809');
    chat.backend.change(chat.number, 'set-up', { renewedBy: null });
    await chat.comesTo('domain');
    const { draft } = chat.state;
    await chat.presses('🔁 Renew', card);
    expect(chat.last).toContain('another unfinished application');
    expect(chat.state.draft).toEqual(draft);
    chat.backend.change(chat.number, 'revoked', { renewableFrom: null });
    await chat.presses('🔁 Renew', card);
    expect(chat.last).toContain('nothing to renew');
  });
});

describe('what is told although the status stays', () => {
  test('the deadline of the confirmation, with the form', async () => {
    const chat = local.chat();
    await chat.comesTo('submitted');
    await chat.notices(chat.number, 'confirm-soon');
    expect(chat.last).toMatch(/not confirmed yet[\s\S]*22 December 2026[\s\S]*Semey/);
    expect(chat.buttons).toEqual(['📄 Form (PDF)', 'Start page']);
  });

  test.each([
    [1, 'in 1 day:'],
    [7, 'in 7 days:'],
  ])('the end of a certificate in %i days', async (days, words) => {
    const chat = await issued();
    chat.now = new Date(chat.validTo.getTime() - days * DAY_MS + 60_000);
    await chat.notices(chat.number, 'certificate-ends');
    expect(chat.last).toContain(words);
    expect(chat.buttons[0]).toBe('🔁 Renew');
  });

  test('the end of a certificate that is being renewed, by which application and without the button', async () => {
    const chat = await issued();
    chat.now = new Date(chat.validTo.getTime() - 7 * DAY_MS);
    chat.backend.change(chat.number, 'set-up', { renewedBy: '482-093-755-618-809' });
    await chat.notices(chat.number, 'certificate-ends');
    expect(chat.last).toMatch(/in 7 days:[\s\S]*Being renewed by application 482-093-755-618-809/);
    expect(chat.buttons).toEqual(['Start page']);
  });

  test('nothing that is not true any more', async () => {
    const chat = await issued();
    const before = chat.messages.length;
    await chat.notices(chat.number, 'confirm-soon');
    await chat.notices(chat.number, 'letter-refused');
    await chat.notices(chat.number, 'revocation-asked');
    chat.backend.change(chat.number, 'revoked');
    await chat.notices(chat.number, 'certificate-ends');
    expect(chat.messages).toHaveLength(before);
  });

  test('nothing is lost while the backend says that it cannot answer: the event comes again, and is told then', async () => {
    const chat = await issued();
    const end = () => chat.notices(chat.number, 'certificate-ends');
    for (const code of ['unavailable', 'too-many-tries'] as const) {
      chat.backend.refuse.set('applications', problem(code));
      await expect(end()).rejects.toThrow('applications');
      await expect(chat.statusChanges(chat.number, 'revoked')).rejects.toThrow('applications');
    }
    chat.backend.refuse.clear();
    await end();
    expect(chat.last).toContain('The certificate for alatau.kz');
  });

  test('that signing is looked into: once, however often it is tried', async () => {
    const chat = local.chat();
    await chat.comesTo('submitted');
    for (let times = 0; times < 3; times++) {
      chat.backend.change(chat.number, 'signing-unknown');
      await chat.statusChanges(chat.number, 'signing-unknown');
    }
    expect(chat.all.match(/takes longer than usual/g)).toHaveLength(1);
  });
});

describe('a letter that its address refused', () => {
  async function refused() {
    const chat = await issued();
    chat.backend.change(chat.number, 'set-up', { letterRefused: true });
    await chat.notices(chat.number, 'letter-refused');
    return chat;
  }

  test('is told with a button; the new address is asked for, judged, and the letter sent again', async () => {
    const chat = await refused();
    expect(chat.last).toContain('the address applicant@example.kz refused it');
    await chat.presses('✉️ Another address');
    expect(chat.last).toContain('Which address should letters go to?');
    await chat.says('not an address');
    expect(chat.state.place).toBe('new-email');
    await chat.says('applicant@gmial.com');
    expect(chat.last).toContain('Did you mean applicant@gmail.com?');
    await chat.says('applicant@gmail.com');
    expect(chat.last).toContain('Letters go to applicant@gmail.com from now on');
    expect(chat.last).toContain('has been sent there again');
    expect(chat.backend.application(chat.number).email).toBe('applicant@gmail.com');
    expect(chat.state).toMatchObject({ place: 'home', addressing: null });
  });

  test('an address that looks like a slip is taken when it is typed twice', async () => {
    const chat = await refused();
    await chat.presses('✉️ Another address');
    await chat.says('applicant@gmial.com');
    await chat.says('applicant@gmial.com');
    expect(chat.backend.application(chat.number).email).toBe('applicant@gmial.com');
  });

  test('stays as it is if the applicant wants that, and stands on the card until then', async () => {
    const chat = await refused();
    await chat.presses('✉️ Another address');
    await chat.presses('Leave it as it is');
    expect(chat.state.place).toBe('home');
    await openCard(chat);
    expect(chat.last).toContain('The last letter was not delivered');
    expect(chat.buttons).toContain('✉️ Another address');
  });
});
