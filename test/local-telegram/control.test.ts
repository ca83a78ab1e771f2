import { afterEach, describe, expect, test } from '@jest/globals';
import { closeAll, startForTest } from './bot-api-client.ts';

afterEach(closeAll);

/** Speaks to `/local/` as another process does. */
function control(url: string) {
  return async (path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/local/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
}

/** Reads server-sent events until one fits. */
async function eventOf(url: string, isWanted: (event: { type: string }) => boolean, then: () => Promise<unknown>) {
  const response = await fetch(`${url}/local/events`);
  let text = '';
  let begun = false;
  for await (const chunk of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    const events = text
      .split('\n')
      .flatMap((line) => (line.startsWith('data: ') && line.endsWith('}') ? [JSON.parse(line.slice(6))] : []));
    if (!begun && events.some(({ type }) => type === 'hello')) {
      begun = true;
      await then();
    }
    const found = events.find(isWanted);
    if (found) return found;
  }
  throw new Error('The stream ended');
}

describe('control over HTTP', () => {
  test('a person says, presses, uploads, and the page hears of it', async () => {
    const { telegram, call, chat } = await startForTest();
    const local = control(telegram.url);
    expect((await local('say', { user: chat, text: '/start' })).body).toMatchObject({ text: '/start' });
    const keyboard = { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] };
    const heard = await eventOf(
      telegram.url,
      ({ type }) => type === 'message',
      () => call('sendMessage', { chat_id: chat, text: 'Hi', reply_markup: keyboard }),
    );
    expect(heard).toMatchObject({ chatId: chat, message: { text: 'Hi' } });
    const press = await local('press', { user: chat, message: heard.message.message_id, button: 'Go' });
    const answer = await eventOf(
      telegram.url,
      ({ type }) => type === 'answer',
      () => call('answerCallbackQuery', { callback_query_id: press.body.queryId, text: 'Done' }),
    );
    expect(answer).toMatchObject({ userId: chat, queryId: press.body.queryId, text: 'Done', alert: false });
    const upload = await fetch(`${telegram.url}/local/upload?user=${chat}&name=a.csr`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: 'csr',
    });
    const { document } = (await upload.json()) as { document: { file_id: string } };
    const file = await fetch(`${telegram.url}/local/file/${document.file_id}`);
    expect([await file.text(), file.headers.get('content-disposition')]).toEqual([
      'csr',
      "attachment; filename*=UTF-8''a.csr",
    ]);
    expect((await local(`chat?user=${chat}`)).body.messages).toHaveLength(3);
  });

  test('faults, rate and the log of calls', async () => {
    const { telegram, call } = await startForTest();
    const local = control(telegram.url);
    await local('faults', { method: 'getMe', times: 1, as: '500' });
    expect((await call('getMe')).error_code).toBe(500);
    await local('rate', { perSecond: 1 });
    expect((await local('calls?method=getMe')).body).toMatchObject({
      count: 1,
      problems: [],
      calls: [{ answer: { ok: false } }],
    });
  });

  test('a group with its own members', async () => {
    const { telegram, call, chat } = await startForTest();
    await control(telegram.url)('groups', { id: -1005, title: 'Desk', members: [chat] });
    expect((await call('sendMessage', { chat_id: -1005, text: 'x' })).result.chat.title).toBe('Desk');
    telegram.group({ id: -1005, title: 'Desk', members: [] }).setMember(Number(telegram.token.split(':')[0]), 'kicked');
    expect((await call('sendMessage', { chat_id: -1005, text: 'x' })).description).toBe(
      'Forbidden: bot was kicked from the supergroup chat',
    );
  });

  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['a cross-site request', { 'sec-fetch-site': 'cross-site' }],
  ])('%s is kept out', async (_name, headers) => {
    const { telegram, person, chat } = await startForTest();
    expect((await control(telegram.url)('say', { user: chat, text: 'x' }, headers)).status).toBe(403);
    expect(person.messages()).toEqual([]);
  });

  test.each([
    ['an unknown person', 'say', { user: 1, text: 'x' }],
    ['a button that is not there', 'press', { user: 710000001, message: 1, button: 'x' }],
    ['an empty text', 'say', { user: 710000001, text: '' }],
  ])('%s is a clear refusal', async (_name, path, body) => {
    const { telegram } = await startForTest();
    const answer = await control(telegram.url)(path, body);
    expect([answer.status, answer.body.problem]).toEqual([400, expect.any(String)]);
  });
});
