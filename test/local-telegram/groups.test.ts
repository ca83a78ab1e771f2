import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LocalGroup } from '../../src/local-telegram/group.ts';
import type { Person } from '../../src/local-telegram/person.ts';
import { type Client, closeAll, startForTest } from './bot-api-client.ts';

let call: Client;
let person: Person;
let group: LocalGroup;
let offset = 0;

beforeAll(async () => {
  const started = await startForTest();
  ({ call, person } = started);
  group = started.telegram.group({ id: -1001, title: 'Staff', forum: true, members: [started.chat] });
});
afterAll(closeAll);

/** What the bot hears since it last asked. */
async function news() {
  const { result } = await call('getUpdates', { offset });
  offset = (result.at(-1)?.update_id ?? offset - 1) + 1;
  return result;
}

describe('in a forum', () => {
  test('a message in a topic answers the one that opened it, unless it answers another', async () => {
    const { result: topic } = await call('createForumTopic', { chat_id: group.chat.id, name: '#1' });
    const place = { chatId: group.chat.id, threadId: topic.message_thread_id };
    person.say('first', place);
    const first = person.messages(group.chat.id).at(-1);
    person.say('second', { ...place, replyTo: first?.message_id ?? 0 });
    const [one, other] = await news();
    expect(one.message).toMatchObject({
      message_thread_id: topic.message_thread_id,
      is_topic_message: true,
      reply_to_message: { message_id: topic.message_thread_id, forum_topic_created: { name: '#1' } },
    });
    expect(other.message.reply_to_message.text).toBe('first');
  });

  test('nothing can be sent to a topic that was deleted, and its messages are gone', async () => {
    const { result: topic } = await call('createForumTopic', { chat_id: group.chat.id, name: '#2' });
    const where = { chat_id: group.chat.id, message_thread_id: topic.message_thread_id };
    await call('sendMessage', { ...where, text: 'hello' });
    expect((await call('deleteForumTopic', where)).result).toBe(true);
    expect(person.messages(group.chat.id).filter(({ text }) => text === 'hello')).toEqual([]);
    const refused = await call('sendMessage', { ...where, text: 'hello' });
    expect(refused).toMatchObject({ error_code: 400, description: 'Bad Request: message thread not found' });
    expect(await call('deleteForumTopic', where)).toMatchObject({ error_code: 400 });
  });
});

describe('a person', () => {
  test('changes a text or a caption of their own, and the bot is told what it says now', async () => {
    await news();
    const said = person.say('my number is 1');
    const photo = person.sendFile({ name: 'a.txt', bytes: Buffer.from('a'), caption: 'old' });
    person.edit(said, 'my number is 2, see /help');
    person.edit(photo, 'new /help');
    const edits = (await news()).flatMap(({ edited_message }: { edited_message?: object }) => edited_message ?? []);
    expect(edits).toMatchObject([
      { message_id: said.message_id, text: 'my number is 2, see /help', entities: [{ type: 'bot_command' }] },
      { caption: 'new /help', caption_entities: [{ type: 'bot_command' }], document: { file_name: 'a.txt' } },
    ]);
    expect(edits[0].edit_date).toBeGreaterThan(0);
    expect(person.messages().find(({ message_id: id }) => id === said.message_id)?.text).toMatch(/is 2/);
  });

  test('cannot change what is gone', async () => {
    const said = person.say('gone soon');
    await call('deleteMessage', { chat_id: person.user.id, message_id: said.message_id });
    expect(() => person.edit(said, 'back')).toThrow(/own/);
  });

  test('cannot change what the bot said', async () => {
    const { result: message } = await call('sendMessage', { chat_id: person.user.id, text: 'I am the bot' });
    expect(() => person.edit(message, 'I am nobody')).toThrow(/own/);
  });

  test('sends a message on, and it says from whom it is', async () => {
    await news();
    person.forward(person.say('/stats'), { chatId: group.chat.id });
    const [, forwarded] = await news();
    expect(forwarded.message).toMatchObject({
      chat: { id: group.chat.id },
      text: '/stats',
      forward_origin: { type: 'user', sender_user: { id: person.user.id } },
    });
  });
});
