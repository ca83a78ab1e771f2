import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Heard, readUpdate } from '../../../src/bot/telegram/read-update.ts';
import { updateSchema } from '../../../src/bot/telegram/update.ts';

const person = { id: 1, is_bot: false, language_code: 'kk' };
const mine = { id: 1, type: 'private' };
const download = async () => new Uint8Array();
const read = (content: object): Heard | undefined => {
  const update = updateSchema.safeParse({ update_id: 1, ...content });
  return update.success ? readUpdate(update.data, download) : undefined;
};
const said = (content: object, chat: object = mine, from: object = person) =>
  read({ message: { message_id: 7, chat, from, ...content } });

describe('a message is', () => {
  test.each([
    ['a text', { text: 'hello' }, { kind: 'text', text: 'hello' }],
    ['a command', { text: '/start' }, { kind: 'command', name: 'start', argument: '' }],
    ['a command with an argument', { text: '/start  a b ' }, { kind: 'command', name: 'start', argument: 'a b' }],
    ['a command to this bot', { text: '/HELP@some_bot' }, { kind: 'command', name: 'help', argument: '' }],
    ['a command with a digit', { text: '/v2' }, { kind: 'command', name: 'v2', argument: '' }],
    [
      'a command with a long argument',
      { text: `/start ${'x'.repeat(99)}` },
      { kind: 'command', name: 'start', argument: 'x'.repeat(64) },
    ],
    ['a path, which is no command', { text: '/etc/ssl' }, { kind: 'text', text: '/etc/ssl' }],
    ['a photo', { photo: [{ file_id: 's' }, { file_id: 'x' }] }, { kind: 'photo', file: { id: 'x' } }],
    ['a sticker', { sticker: {} }, { kind: 'other', sort: 'sticker' }],
    ['a video', { video: {} }, { kind: 'other', sort: 'video' }],
    ['a voice', { voice: {} }, { kind: 'other', sort: 'other' }],
    [
      'a file',
      { document: { file_id: 'x', file_name: 'a.csr', file_size: 9 } },
      { kind: 'file', file: { name: 'a.csr', size: 9 } },
    ],
    ['a file without a name', { document: { file_id: 'x' } }, { kind: 'file', file: { name: '', size: 0 } }],
  ])('%s', (_, content, happening) => {
    expect(said(content)).toMatchObject({ happening, appLanguage: 'kk', messageId: 7 });
  });
});

describe('a press is', () => {
  const press = (data: string | undefined, chat: object = mine) =>
    read({
      callback_query: { id: '9', from: person, message: { message_id: 5, chat }, ...(data !== undefined && { data }) },
    });

  test.each([
    ['a choice', 'region:KZ-10:c', { to: 'choice', step: 'region', code: 'KZ-10', screen: 12 }],
    ['nothing of ours', '?', undefined],
    ['a button without data', undefined, undefined],
  ])('%s', (_, data, expected) => {
    expect(press(data)).toEqual({
      happening: { kind: 'press', press: expected },
      appLanguage: 'kk',
      callbackId: '9',
      messageId: 5,
    });
  });

  test('ignored in a group', () => {
    expect(press('!go:home', { id: -1, type: 'group' })).toBeUndefined();
  });
});

describe('ignored is', () => {
  test.each([
    ['a group', { text: '/start' }, { id: -1, type: 'group' }],
    ['a supergroup', { text: '/start' }, { id: -1, type: 'supergroup' }],
    ['a channel', { text: '/start' }, { id: -1, type: 'channel' }],
    ['a kind of chat that is not known', { text: '/start' }, { id: -1, type: 'moon' }],
    ['a pinned message', { pinned_message: {} }, mine],
    ['a timer for deletion', { message_auto_delete_timer_changed: {} }, mine],
  ])('%s', (_, content, chat) => {
    expect(said(content, chat)).toBeUndefined();
  });

  test('another bot', () => {
    expect(said({ text: 'hello' }, mine, { id: 2, is_bot: true })).toBeUndefined();
  });
});

test('whatever comes instead of an update is read without an error', () => {
  const hostile = fc.oneof(
    fc.record(
      {
        message: fc.record(
          {
            message_id: fc.oneof(fc.integer(), fc.jsonValue()),
            chat: fc.oneof(fc.constant(mine), fc.jsonValue()),
            from: fc.oneof(fc.constant(person), fc.jsonValue()),
            text: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
            document: fc.jsonValue(),
            photo: fc.jsonValue(),
          },
          { requiredKeys: ['chat', 'message_id'] },
        ),
        callback_query: fc.record({
          id: fc.string(),
          from: fc.constant(person),
          data: fc.jsonValue(),
          message: fc.jsonValue(),
        }),
      },
      { requiredKeys: [] },
    ),
    fc.dictionary(fc.string(), fc.jsonValue()),
  );
  fc.assert(
    fc.property(hostile, (content) => void read(content)),
    { numRuns: 500 },
  );
});
