import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, closeAll, startForTest } from './bot-api-client.ts';

let call: Client;
let chat: number;
let sent: number;
let theirs: number;
let stranger: number;
let blocker: number;

beforeAll(async () => {
  const started = await startForTest();
  ({ call, chat } = started);
  theirs = started.person.say('/start').message_id;
  const [, second, third] = started.telegram.users;
  stranger = second?.id ?? 0;
  blocker = third?.id ?? 0;
  started.telegram.person(blocker).say('/start');
  started.telegram.person(blocker).block();
  const keyboard = { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] };
  sent = (await call('sendMessage', { chat_id: chat, text: 'Hello', reply_markup: keyboard })).result.message_id;
});
afterAll(closeAll);

const button = (data: object) => ({ inline_keyboard: [[{ text: 'x', ...data }]] });

type Case = [string, string, () => Record<string, unknown>, number, string];

const refusals: Case[] = [
  ['no chat', 'sendMessage', () => ({ text: 'x' }), 400, 'Bad Request: chat_id is empty'],
  ['an unknown chat', 'sendMessage', () => ({ chat_id: 5, text: 'x' }), 400, 'Bad Request: chat not found'],
  [
    'a person who never wrote',
    'sendMessage',
    () => ({ chat_id: stranger, text: 'x' }),
    400,
    'Bad Request: chat not found',
  ],
  ['a blocker', 'sendMessage', () => ({ chat_id: blocker, text: 'x' }), 403, 'Forbidden: bot was blocked by the user'],
  ['no text', 'sendMessage', () => ({ chat_id: chat }), 400, 'Bad Request: message text is empty'],
  ['a blank text', 'sendMessage', () => ({ chat_id: chat, text: ' \n' }), 400, 'Bad Request: message text is empty'],
  [
    'a long text',
    'sendMessage',
    () => ({ chat_id: chat, text: 'x'.repeat(4097) }),
    400,
    'Bad Request: message is too long',
  ],
  [
    'long data',
    'sendMessage',
    () => ({ chat_id: chat, text: 'x', reply_markup: button({ callback_data: 'ә'.repeat(33) }) }),
    400,
    'Bad Request: BUTTON_DATA_INVALID',
  ],
  [
    'a button with no action',
    'sendMessage',
    () => ({ chat_id: chat, text: 'x', reply_markup: button({}) }),
    400,
    "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
  ],
  [
    'a link to localhost',
    'sendMessage',
    () => ({ chat_id: chat, text: 'x', reply_markup: button({ url: 'http://localhost/x' }) }),
    400,
    "Bad Request: inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
  ],
  [
    'markup that is no JSON',
    'sendMessage',
    () => ({ chat_id: chat, text: 'x', reply_markup: '{' }),
    400,
    "Bad Request: can't parse reply keyboard markup JSON object",
  ],
  [
    'an unknown tag',
    'sendMessage',
    () => ({ chat_id: chat, text: 'ә <p>', parse_mode: 'HTML' }),
    400,
    'Bad Request: can\'t parse entities: Unsupported start tag "p" at byte offset 3',
  ],
  [
    'an unclosed tag',
    'sendMessage',
    () => ({ chat_id: chat, text: '<b>x', parse_mode: 'HTML' }),
    400,
    'Bad Request: can\'t parse entities: Can\'t find end tag corresponding to start tag "b"',
  ],
  [
    'crossed tags',
    'sendMessage',
    () => ({ chat_id: chat, text: '<b><i>x</b></i>', parse_mode: 'HTML' }),
    400,
    'Bad Request: can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
  ],
  [
    'another parse mode',
    'sendMessage',
    () => ({ chat_id: chat, text: 'x', parse_mode: 'bbcode' }),
    400,
    'Bad Request: unsupported parse_mode',
  ],
  [
    'a reply to nothing',
    'sendMessage',
    () => ({ chat_id: chat, text: 'x', reply_parameters: { message_id: 99999 } }),
    400,
    'Bad Request: message to be replied not found',
  ],
  [
    'an unknown topic',
    'sendMessage',
    () => ({ chat_id: chat, text: 'x', message_thread_id: 7 }),
    400,
    'Bad Request: message thread not found',
  ],
  [
    'the same text again',
    'editMessageText',
    () => ({
      chat_id: chat,
      message_id: sent,
      text: 'Hello',
      reply_markup: button({ text: 'Go', callback_data: 'go' }),
    }),
    400,
    'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
  ],
  [
    'an edit of nothing',
    'editMessageText',
    () => ({ chat_id: chat, message_id: 99999, text: 'x' }),
    400,
    'Bad Request: message to edit not found',
  ],
  [
    'an edit of their message',
    'editMessageText',
    () => ({ chat_id: chat, message_id: theirs, text: 'x' }),
    400,
    "Bad Request: message can't be edited",
  ],
  [
    'a caption of a text',
    'editMessageCaption',
    () => ({ chat_id: chat, message_id: sent, caption: 'x' }),
    400,
    'Bad Request: there is no caption in the message to edit',
  ],
  [
    'a deletion of nothing',
    'deleteMessage',
    () => ({ chat_id: chat, message_id: 99999 }),
    400,
    'Bad Request: message to delete not found',
  ],
  [
    'a copy of nothing',
    'copyMessage',
    () => ({ chat_id: chat, from_chat_id: chat, message_id: 99999 }),
    400,
    'Bad Request: message to copy not found',
  ],
  [
    'an invented query',
    'answerCallbackQuery',
    () => ({ callback_query_id: '1' }),
    400,
    'Bad Request: query is too old and response timeout expired or query ID is invalid',
  ],
  [
    'a long toast',
    'answerCallbackQuery',
    () => ({ callback_query_id: '1', text: 'x'.repeat(201) }),
    400,
    'Bad Request: MESSAGE_TOO_LONG',
  ],
  [
    'an invented action',
    'sendChatAction',
    () => ({ chat_id: chat, action: 'dancing' }),
    400,
    'Bad Request: wrong parameter action in request',
  ],
  ['no document', 'sendDocument', () => ({ chat_id: chat }), 400, 'Bad Request: there is no document in the request'],
  [
    'an unknown file',
    'sendDocument',
    () => ({ chat_id: chat, document: 'BQACnothing' }),
    400,
    'Bad Request: wrong file identifier/HTTP URL specified',
  ],
  ['an unknown file', 'getFile', () => ({ file_id: 'nothing' }), 400, 'Bad Request: invalid file_id'],
  [
    'a bad command',
    'setMyCommands',
    () => ({ commands: [{ command: 'No-Way', description: 'x' }] }),
    400,
    'Bad Request: BOT_COMMAND_INVALID',
  ],
  [
    'plain HTTP to elsewhere',
    'setWebhook',
    () => ({ url: 'http://example.kz/' }),
    400,
    'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
  ],
  [
    'a bad secret',
    'setWebhook',
    () => ({ url: 'http://127.0.0.1/', secret_token: 'ә' }),
    400,
    'Bad Request: secret token contains unallowed characters',
  ],
  ['no forum', 'createForumTopic', () => ({ chat_id: chat, name: 'x' }), 400, 'Bad Request: the chat is not a forum'],
  ['a method of another world', 'sendLove', () => ({}), 404, 'Not Found: method not found'],
];

describe('refuses', () => {
  test.each(refusals)('%s: %s', async (_name, method, params, error_code, description) => {
    expect(await call(method, params())).toEqual({ ok: false, error_code, description });
  });
});
