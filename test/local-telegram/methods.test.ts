import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Telegram } from 'telegraf';
import type { LocalTelegram } from '../../src/local-telegram/local-telegram.ts';
import type { Person } from '../../src/local-telegram/person.ts';
import { type Client, closeAll, startForTest } from './bot-api-client.ts';

let telegram: LocalTelegram;
let call: Client;
let person: Person;
let chat: number;

beforeAll(async () => {
  ({ telegram, call, person, chat } = await startForTest());
  person.say('/start from-a-link');
});
afterAll(closeAll);

const send = async (params: object) => (await call('sendMessage', { chat_id: chat, ...params })).result;

/** The smallest PNG header that says 3 x 2 pixels. */
const png = Buffer.from('89504e470d0a1a0a0000000d494844520000000300000002080200000012165f4e', 'hex');

describe('texts', () => {
  test('HTML becomes plain text with entities, counted in UTF-16', async () => {
    const message = await send({
      text: ' 👍 <b>жирный <i>и</i></b> &lt;a&gt; <a href="https://pki.gov.kz/?a=1&amp;b=2">сайт</a>\n<pre><code class="language-sh">ls</code></pre>',
      parse_mode: 'HTML',
    });
    expect(message.text).toBe('👍 жирный и <a> сайт\nls');
    expect(message.entities).toEqual([
      { type: 'bold', offset: 3, length: 8 },
      { type: 'italic', offset: 10, length: 1 },
      { type: 'text_link', offset: 16, length: 4, url: 'https://pki.gov.kz/?a=1&b=2' },
      { type: 'pre', offset: 21, length: 2, language: 'sh' },
    ]);
  });

  test.each([
    ['see /help, please', 'bot_command', '/help'],
    ['open https://pki.gov.kz/x?y=1.', 'url', 'https://pki.gov.kz/x?y=1'],
    ['write to support@pki.gov.kz!', 'email', 'support@pki.gov.kz'],
    ['ask @nca_bot now', 'mention', '@nca_bot'],
  ])('marks by itself: %s', async (text, type, marked) => {
    const { entities } = await send({ text });
    expect(entities).toEqual([{ type, offset: text.indexOf(marked), length: marked.length }]);
  });

  test('a deep link arrives as a command with its payload', async () => {
    const [update] = (await call('getUpdates')).result;
    expect(update.message).toMatchObject({
      text: '/start from-a-link',
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
      from: { id: chat, is_bot: false, language_code: 'kk' },
      chat: { id: chat, type: 'private' },
    });
  });

  test('parameters may come in the query string or a form', async () => {
    const base = `${telegram.url}/bot${telegram.token}/sendMessage`;
    const byQuery = await (await fetch(`${base}?chat_id=${chat}&text=query`)).json();
    const body = new URLSearchParams({ chat_id: String(chat), text: 'form', reply_markup: '{"force_reply":true}' });
    const byForm = await (await fetch(base, { method: 'POST', body })).json();
    expect([byQuery, byForm]).toMatchObject([{ result: { text: 'query' } }, { result: { text: 'form' } }]);
  });
});

describe('edits', () => {
  const keyboard = { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] };

  test('change text and keyboard; leaving the keyboard out removes it', async () => {
    const { message_id } = await send({ text: 'one', reply_markup: keyboard });
    const edited = await call('editMessageText', { chat_id: chat, message_id, text: 'two' });
    expect(edited.result).toMatchObject({ text: 'two', edit_date: expect.any(Number) });
    expect(edited.result).not.toHaveProperty('reply_markup');
    const again = await call('editMessageReplyMarkup', { chat_id: chat, message_id, reply_markup: keyboard });
    expect(again.result.reply_markup).toEqual(keyboard);
  });

  test('deleted messages are gone', async () => {
    const ids = [(await send({ text: 'a' })).message_id, (await send({ text: 'b' })).message_id];
    expect((await call('deleteMessages', { chat_id: chat, message_ids: ids })).result).toBe(true);
    expect(person.messages().filter(({ message_id }) => ids.includes(message_id))).toEqual([]);
  });

  test('time runs out: a press after 15 minutes, a deletion after 48 hours', async () => {
    let now = Date.parse('2026-03-01T10:00:00Z');
    const old = await startForTest({ clock: () => new Date(now) });
    old.person.say('/start');
    const asked = await old.call('sendMessage', { chat_id: chat, text: 'x', reply_markup: keyboard });
    const { queryId } = old.person.press(asked.result.message_id, 'Go');
    now += 15 * 60_000 + 1;
    const answered = await old.call('answerCallbackQuery', { callback_query_id: queryId });
    expect(answered.description).toMatch(/^Bad Request: query is too old/);
    now += 48 * 3_600_000;
    const deleted = await old.call('deleteMessage', { chat_id: chat, message_id: asked.result.message_id });
    expect(deleted.description).toBe("Bad Request: message can't be deleted for everyone");
  });

  test('a press is answered once', async () => {
    const { message_id } = await send({ text: 'press', reply_markup: keyboard });
    const press = person.press(message_id, 'Go');
    const update = (await call('getUpdates', { offset: -1 })).result[0].callback_query;
    expect(update).toMatchObject({ id: press.queryId, data: 'go', message: { message_id, text: 'press' } });
    const answered = press.answered();
    const params = { callback_query_id: press.queryId, text: 'Done', show_alert: true };
    expect((await call('answerCallbackQuery', params)).result).toBe(true);
    expect(await answered).toEqual({ text: 'Done', alert: true });
    expect((await call('answerCallbackQuery', params)).description).toMatch(/query is too old/);
    expect(() => person.press(message_id, 'Stop')).toThrow('No button "Stop"');
  });
});

describe('files', () => {
  test('through telegraf: uploaded, downloaded, sent again by id, copied', async () => {
    const client = new Telegram(telegram.token, { apiRoot: telegram.url });
    const source = Buffer.from('-----BEGIN CERTIFICATE-----');
    const sent = await client.sendDocument(
      chat,
      { source, filename: 'leaf.pem' },
      { caption: '<b>файл</b>', parse_mode: 'HTML', protect_content: true },
    );
    expect(sent).toMatchObject({
      caption: 'файл',
      has_protected_content: true,
      document: { file_name: 'leaf.pem', file_size: source.length },
    });
    const link = await client.getFileLink(sent.document.file_id);
    expect(Buffer.from(await (await fetch(link)).arrayBuffer())).toEqual(source);
    const again = await client.sendDocument(chat, sent.document.file_id);
    expect(again.document).toEqual(sent.document);
    await expect(client.copyMessage(chat, chat, sent.message_id)).rejects.toThrow("message can't be copied");
    const copy = await client.copyMessage(chat, chat, again.message_id);
    expect(
      person.download(person.messages().find(({ message_id }) => message_id === copy.message_id) ?? (again as never)),
    ).toEqual(source);
  });

  test('a photo has the size its header says', async () => {
    const client = new Telegram(telegram.token, { apiRoot: telegram.url });
    const sent = await client.sendPhoto(chat, { source: png, filename: 'code.png' });
    expect(sent.photo.at(-1)).toMatchObject({ width: 3, height: 2, file_size: png.length });
    await expect(client.sendPhoto(chat, { source: Buffer.from('no picture') })).rejects.toThrow('IMAGE_PROCESS_FAILED');
  });

  test('a person sends a document; over 20 MB the bot cannot fetch it', async () => {
    const small = person.sendFile({ name: 'запрос.csr', bytes: Buffer.from('csr'), type: 'application/pkcs10' });
    expect(small.document).toMatchObject({ file_name: 'запрос.csr', mime_type: 'application/pkcs10' });
    const big = person.sendFile({ name: 'big.bin', bytes: Buffer.alloc(20 * 1024 * 1024 + 1) });
    const answer = await call('getFile', { file_id: big.document?.file_id });
    expect(answer.description).toBe('Bad Request: file is too big');
  });

  test('what telegraf sends is valid against the official specification', () => {
    const calls = telegram.calls.entries().filter(({ multipart }) => multipart);
    expect(calls.map(({ method }) => method)).toContain('sendPhoto');
    expect(calls.flatMap(({ problems }) => problems)).toEqual([]);
  });

  test('over 50 MB is not taken', async () => {
    const body = new FormData();
    body.set('chat_id', String(chat));
    body.set('document', new Blob([Buffer.alloc(50 * 1024 * 1024 + 1)]), 'big.bin');
    const response = await fetch(`${telegram.url}/bot${telegram.token}/sendDocument`, { method: 'POST', body });
    expect(await response.json()).toEqual({ ok: false, error_code: 413, description: 'Request Entity Too Large' });
  });

  test('a wrong token opens nothing', async () => {
    const answers = ['/bot123:abc/getMe', '/file/bot123:abc/documents/file_1.pem', '/botabc/getMe'].map(
      async (path) => (await fetch(telegram.url + path)).status,
    );
    expect(await Promise.all(answers)).toEqual([401, 401, 404]);
  });
});

describe('groups with topics', () => {
  test('a topic is made, written to and closed', async () => {
    const staff = telegram.users.find((user) => user.staff)?.id ?? 0;
    const group = telegram.group({ id: -1001, title: 'Support', forum: true, members: [staff] });
    const topic = (await call('createForumTopic', { chat_id: -1001, name: 'Question 1' })).result;
    const place = { chat_id: -1001, message_thread_id: topic.message_thread_id };
    expect((await call('sendMessage', { ...place, text: 'x' })).result).toMatchObject({
      chat: group.chat,
      is_topic_message: true,
    });
    telegram.person(staff).say('an answer', { chatId: -1001, threadId: topic.message_thread_id });
    const [update] = (await call('getUpdates', { offset: -1 })).result;
    expect(update.message).toMatchObject({
      text: 'an answer',
      message_thread_id: topic.message_thread_id,
      chat: { is_forum: true },
    });
    expect((await call('closeForumTopic', place)).result).toBe(true);
    expect((await call('sendMessage', { ...place, text: 'x' })).description).toBe('Bad Request: TOPIC_CLOSED');
    const member = async (user_id: number) => (await call('getChatMember', { chat_id: -1001, user_id })).result.status;
    expect(await Promise.all([member(staff), member(chat)])).toEqual(['member', 'left']);
  });
});

describe('the bot about itself', () => {
  test('commands per scope and language', async () => {
    const commands = [{ command: 'start', description: 'Бастау' }];
    await call('setMyCommands', { commands, language_code: 'kk', scope: { type: 'all_private_chats' } });
    expect((await call('getMyCommands', { language_code: 'kk', scope: { type: 'all_private_chats' } })).result).toEqual(
      commands,
    );
    expect((await call('getMyCommands')).result).toEqual([]);
  });

  test('menu button and name', async () => {
    await call('setChatMenuButton', { menu_button: { type: 'commands' } });
    expect((await call('getChatMenuButton')).result).toEqual({ type: 'commands' });
    await call('setMyName', { name: 'NCA SSL' });
    expect((await call('getMyName', { language_code: 'kk' })).result).toEqual({ name: 'NCA SSL' });
  });
});
