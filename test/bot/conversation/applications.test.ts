import { randomInt } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { MAX_APPLICATIONS } from '../../../src/bot/conversation/conversation.ts';
import { problem } from '../../../src/contract/problems.ts';
import { applicationStatuses } from '../../../src/contract/statuses.ts';
import { createApplicationNumber } from '../../../src/domain/application-number.ts';
import { questions, startTestTelegram, type TestTelegram } from '../../support/chat.ts';

let local: TestTelegram;
beforeAll(async () => {
  local = await startTestTelegram();
});
afterAll(() => local.close());
afterEach(() => expect(local.problems()).toEqual([]));

async function submitted() {
  const chat = local.chat();
  await chat.comesTo('submitted');
  return chat;
}

describe('a status by number', () => {
  test('is told at every question, and does not disturb the draft', async () => {
    const { backend, number } = await submitted();
    const chat = local.chat({ backend });
    for (const question of questions) {
      await chat.comesTo(question);
      const { draft } = chat.state;
      await chat.says(`/status ${number}`);
      expect(chat.last).toContain(`Application ${number}`);
      expect(chat.state.draft).toEqual(draft);
    }
  });

  test('shows its owner everything, whatever the status', async () => {
    const chat = await submitted();
    for (const status of applicationStatuses) {
      chat.backend.change(chat.number, status);
      await chat.says('/status');
      await chat.presses(chat.number);
      expect(chat.last).toMatch(/Сынақ Тест\nIIN 9001\*\*\*\*0002[\s\S]*Domain: alatau\.kz/);
      expect(chat.buttons).toEqual(expect.arrayContaining(['🕓 History', 'Start page']));
    }
  });

  test('shows anyone else the status and nothing more', async () => {
    const { backend, number } = await submitted();
    const stranger = local.chat({ backend });
    await stranger.says('/status');
    await stranger.says(number.replaceAll('-', ' '));
    expect(stranger.last).toContain('waits for confirmation');
    expect(stranger.last).toContain('More is shown only in the chat from which it was submitted.');
    expect(stranger.all).not.toMatch(/Сынақ|alatau|applicant@|9001/);
    expect(stranger.buttons).toEqual(['Start page']);
  });

  test('comes with a link that holds the number', async () => {
    const chat = await submitted();
    await chat.says(`/start ${chat.number.replaceAll('-', '')}`);
    expect(chat.last).toContain(`Application ${chat.number}`);
  });

  test('after a slip is not taken for another application', async () => {
    const chat = local.chat();
    await chat.says('/status');
    await chat.says('482-093-755-618-805');
    expect(chat.last).toContain('This is not an application number');
    expect(chat.state.place).toBe('status');
  });

  test('of an unknown number says what may have happened, with a way on', async () => {
    const chat = local.chat();
    const other = await submitted();
    await chat.says('/status');
    await chat.says(other.number);
    expect(chat.last).toContain('There is no application with this number.');
    expect(chat.buttons).toEqual(['Start page']);
  });

  test('hides the person once the personal data are destroyed', async () => {
    const chat = await submitted();
    const nobody = { surname: null, givenName: null, patronymic: null };
    chat.backend.change(chat.number, 'expired', { person: nobody, maskedIin: '', email: null });
    await chat.says(chat.number);
    expect(chat.last).toContain('Destroyed: not confirmed in time');
    expect(chat.last).not.toContain('IIN');
  });
});

describe('what the backend reports', () => {
  test.each([
    ['confirmed', 'is confirmed by the Registration Authority'],
    ['signing-unknown', 'takes longer than usual'],
    ['refused', 'is refused'],
    ['expired', 'is destroyed with its personal data'],
    ['revoked', 'is revoked'],
    ['superseded', 'is replaced by a newer one'],
  ] as const)('%s is told', async (status, words) => {
    const chat = await submitted();
    chat.backend.change(chat.number, status, { reason: status === 'refused' ? 'No <document> & no form' : null });
    await chat.statusChanges(chat.number, status);
    expect(chat.last).toContain(words);
    if (status === 'refused') expect(chat.last).toContain('Reason: No <document> & no form');
    expect(chat.buttons.length).toBeGreaterThan(0);
  });

  test.each(['submitted', 'signing', 'set-up', 'withdrawn', 'no-such-status'])('%s is not told', async (status) => {
    const chat = await submitted();
    const before = chat.messages.length;
    await chat.statusChanges(chat.number, status);
    expect(chat.messages).toHaveLength(before);
  });

  test('issued comes with the files, the warning and what to do', async () => {
    const chat = await submitted();
    chat.backend.change(chat.number, 'issued', { validTo: '2027-05-01T00:00:00Z' });
    await chat.statusChanges(chat.number, 'issued');
    expect(chat.messages.at(-2)?.document?.file_name).toBe('alatau.kz.crt');
    expect(chat.last).toMatch(
      /Certificates under the application have been issued[\s\S]*above[\s\S]*1 May 2027[\s\S]*will warn/,
    );
    for (const server of ['nginx', 'Apache', 'IIS', 'Tomcat']) {
      await chat.presses(server);
      expect(chat.last).toMatch(new RegExp(`${server}[\\s\\S]*alatau\\.kz`));
    }
    await chat.presses('✅ Installed');
    expect(chat.last).toContain('Certificates have been set up.');
    expect(chat.backend.application(chat.number).status).toBe('set-up');
    await chat.presses('📦 Certificate files');
    expect(chat.messages.at(-1)?.document?.file_name).toBe('alatau.kz.crt');
  });

  test('issued without files to be had does not say that they are above', async () => {
    const chat = await submitted();
    chat.backend.change(chat.number, 'issued');
    chat.backend.services.applications.certificates = async () => ({ problem: problem('internal') });
    await chat.statusChanges(chat.number, 'issued');
    expect(chat.last).toContain('The files come when you press “Certificate files”.');
    expect(chat.last).not.toContain('above');
  });

  test('is told by its bare status when the backend refuses the rest', async () => {
    const chat = await submitted();
    chat.backend.refuse.set('applications', problem('internal'));
    await chat.statusChanges(chat.number, 'confirmed');
    expect(chat.last).toBe(`Application ${chat.number}: Confirmed by the Registration Authority.`);
  });

  test('leaves a question that is open where it is', async () => {
    const chat = await submitted();
    await chat.comesTo('domain');
    const before = chat.state;
    await chat.statusChanges(chat.number, 'confirmed');
    expect(chat.state).toEqual(before);
    await chat.says('other.kz');
    expect(chat.last).toContain('Key storage');
  });

  test('reaches a chat that deleted its data, in its language, and stores nothing anew', async () => {
    const chat = local.chat();
    await chat.comesTo('submitted');
    const { number } = chat;
    await chat.says('/privacy');
    await chat.presses('Delete my draft');
    await chat.statusChanges(number, 'confirmed');
    expect(chat.last).toContain('is confirmed by the Registration Authority');
    expect(chat.state.applications).toEqual([]);
  });
});

describe('withdrawing', () => {
  test('asks first', async () => {
    const chat = await submitted();
    await chat.presses('Withdraw');
    expect(chat.last).toContain('It cannot be undone');
    expect(chat.backend.application(chat.number).status).toBe('submitted');
    await chat.presses('Yes, withdraw it');
    expect(chat.last).toContain('is withdrawn');
    expect(chat.backend.application(chat.number).status).toBe('withdrawn');
  });

  test('comes too late once it is confirmed', async () => {
    const chat = await submitted();
    chat.backend.change(chat.number, 'confirmed');
    await chat.presses('Withdraw');
    await chat.presses('Yes, withdraw it');
    expect(chat.last).toContain('not possible in the present status');
  });
});

describe('the form', () => {
  test('comes as a picture, too', async () => {
    const chat = await submitted();
    await chat.presses('🖼 Form as a picture');
    expect(chat.messages.at(-1)?.photo).toBeDefined();
    expect(chat.last).toContain(chat.number);
  });
});

describe('deleting the chat’s data', () => {
  test('leaves the language and nothing else', async () => {
    const chat = await submitted();
    await chat.comesTo('region');
    await chat.says('/privacy');
    await chat.presses('Delete my draft');
    expect(chat.last).toContain('Deleted: the draft and the list');
    expect(chat.buttons[0]).toBe('SSL certificate for individuals');
    expect(chat.state).toMatchObject({ language: 'en', draft: {}, applications: [], unanswered: null, draftId: null });
    expect(JSON.stringify(chat.stored)).not.toMatch(/900101390002|applicant@|Сынақ/);
  });

  test('is not done by an old button', async () => {
    const chat = local.chat();
    await chat.comesTo('email');
    await chat.says('/privacy');
    const old = chat.messages.at(-1);
    await chat.says('applicant@example.kz');
    expect(await chat.presses('Delete my draft', old)).toContain('closed');
    expect(chat.state.draft.email).toBeDefined();
  });
});

test(`of many applications the newest ${MAX_APPLICATIONS} have a button`, async () => {
  const chat = await submitted();
  const others = Array.from({ length: MAX_APPLICATIONS }, () => createApplicationNumber(() => randomInt(10)));
  chat.stored = { ...chat.state, applications: others };
  await chat.comesTo('submitted');
  await chat.says('/status');
  expect(chat.buttons).toEqual([chat.number, ...others.slice(0, -1), 'Start page']);
});
