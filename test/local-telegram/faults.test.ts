import { afterEach, describe, expect, test } from '@jest/globals';
import { closeAll, startForTest } from './bot-api-client.ts';

afterEach(closeAll);

describe('faults on demand', () => {
  test.each([
    ['429', { error_code: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } }],
    ['403', { error_code: 403, description: 'Forbidden: bot was blocked by the user' }],
    ['400', { error_code: 400, description: 'Bad Request: chat not found' }],
    ['500', { error_code: 500, description: 'Internal Server Error' }],
  ] as const)('%s, as often as asked and not more', async (as, answer) => {
    const { telegram, call, person, chat } = await startForTest();
    person.say('/start');
    telegram.fail({ method: 'sendMessage', chatId: chat, times: 2, as, retryAfter: 3 });
    const send = () => call('sendMessage', { chat_id: chat, text: 'x' });
    expect(await send()).toEqual({ ok: false, ...answer });
    expect((await call('getMe')).ok).toBe(true);
    expect((await send()).ok).toBe(false);
    expect((await send()).ok).toBe(true);
    expect(person.messages()).toHaveLength(2);
  });

  test('a hang never answers and does nothing', async () => {
    const { telegram, call, person, chat } = await startForTest();
    person.say('/start');
    telegram.fail({ times: 1, as: 'hang' });
    const hanging = call('sendMessage', { chat_id: chat, text: 'x' }).catch(() => 'broken');
    const quick = call('sendMessage', { chat_id: chat, text: 'y' });
    expect(await Promise.race([hanging, quick])).toMatchObject({ ok: true });
    expect(person.messages().map(({ text }) => text)).toHaveLength(2);
    await telegram.close();
    expect(await hanging).toBe('broken');
  });

  test('a cut does the work and loses the answer', async () => {
    const { telegram, call, person, chat } = await startForTest();
    person.say('/start');
    telegram.fail({ method: 'sendMessage', times: 1, as: 'cut' });
    await expect(call('sendMessage', { chat_id: chat, text: 'x' })).rejects.toThrow();
    expect(person.messages().at(-1)?.text).toBe('x');
  });

  test('a rate limit refuses what exceeds it in one second', async () => {
    const { telegram, call, person, chat } = await startForTest();
    person.say('/start');
    telegram.restrictRate(5);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => call('sendMessage', { chat_id: chat, text: 'x' })),
    );
    const refused = answers.filter(({ ok }) => !ok);
    expect(refused).toHaveLength(3);
    expect(refused[0]).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } });
    expect(telegram.rate).toEqual({ busiest: 5, refused: 3 });
  });
});

describe('the log', () => {
  test('names every departure from the official Bot API', async () => {
    const { telegram, call, person, chat } = await startForTest();
    person.say('/start');
    await call('sendMessage', {
      chat_id: chat,
      text: 'x',
      reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'x', hide: false }]] },
    });
    expect(telegram.calls.problems()).toEqual([]);
    await call('sendMessage', {
      chat_id: chat,
      text: 5,
      colour: 'red',
      reply_markup: { inline_keyboard: [[{ text: 'x' }]] },
    });
    await call('answerCallbackQuery', { text: 'x'.repeat(201) });
    expect([...telegram.calls.problems()].sort((one, other) => (one < other ? -1 : 1))).toEqual([
      'answerCallbackQuery: callback_query_id: required',
      'answerCallbackQuery: text: length 201 outside 0-200 characters',
      'sendMessage: colour: unknown',
      'sendMessage: reply_markup.inline_keyboard[0][0]: 0 actions, must be one',
      'sendMessage: text: not of type String',
    ]);
  });

  test('counts by method and is bounded by what it remembers only', async () => {
    const { telegram, call } = await startForTest();
    await call('getMe');
    await call('getMe');
    expect([telegram.calls.count('getMe'), telegram.calls.entries('getMe')]).toMatchObject([
      2,
      [{ answer: { ok: true } }, {}],
    ]);
  });
});
