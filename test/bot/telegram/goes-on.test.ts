import { expect, test } from '@jest/globals';
import { whoGoesOn } from '../../../src/bot/telegram/goes-on.ts';

const chat = { id: 7, type: 'private' };
const said = (content: object) => ({ update_id: 1, message: { message_id: 2, chat, ...content } });

test.each([
  ['a text', said({ text: '900101390002' }), 'telegram:7'],
  ['a command', said({ text: '/cancel' }), 'telegram:7'],
  [
    'a press',
    { update_id: 1, callback_query: { id: '3', from: { id: 7 }, message: { message_id: 2, chat }, data: 'x' } },
    'telegram:7',
  ],
  ['another photo, which may wait', said({ photo: [{ file_id: 'x' }] }), undefined],
  ['a text in a group', said({ text: 'x', chat: { id: -7, type: 'group' } }), undefined],
  ['anything else', { update_id: 1 }, undefined],
  ['no update', 'hello', undefined],
])('%s', (_, update, owner) => {
  expect(whoGoesOn(update)).toBe(owner);
});
