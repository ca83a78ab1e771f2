import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestTelegram, type TestChat, type TestTelegram } from '../../support/chat.ts';

let telegram: TestTelegram;
beforeAll(async () => {
  telegram = await startTestTelegram();
});
afterAll(() => telegram.close());

const ASK = '👤 Ask a person';

describe('where there is no staff in the chat', () => {
  test('/support says so, names who helps, and leaves the question where it is', async () => {
    const chat = telegram.chat();
    await chat.comesTo('domain');
    await chat.says('/support');
    expect(chat.last).toMatch(/nobody in this chat who could answer[\s\S]*1414[\s\S]*support@pki\.gov\.kz/);
    expect(chat.buttons).toEqual(['Continue the application']);
    await chat.says('alatau.kz');
    expect(chat.state.asked).toBe('key-storage');
  });
});

describe('a person can be asked', () => {
  const screens: readonly [string, (chat: TestChat) => Promise<unknown>][] = [
    ['on the start page', (chat) => chat.says('/start')],
    ['under Help', (chat) => chat.says('/help')],
    [
      'below an answer that was refused',
      async (chat) => {
        await chat.comesTo('iin');
        await chat.says('900101390003');
      },
    ],
    [
      'while the backend does not answer',
      async (chat) => {
        await chat.comesTo('iin');
        chat.backend.down.add('people');
        await chat.says('900101390002');
      },
    ],
  ];
  test.each(screens)('%s', async (_, comes) => {
    const chat = telegram.chat();
    await comes(chat);
    expect(chat.buttons).toContain(ASK);
    await chat.presses(ASK);
    expect(chat.last).toContain('1414');
  });
});
