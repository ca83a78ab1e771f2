import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChatEvent } from '../../../src/bot/inbox/chat-event.ts';
import type { RouteTurn } from '../../../src/bot/inbox/routes.ts';
import type { Person } from '../../../src/local-telegram/person.ts';
import { picture } from '../../support/backend.ts';
import { GROUP, labels, NOON, type SupportRig, startSupportRig, textOf } from './rig.ts';

let rig: SupportRig;
let first: Person;
let second: Person;
beforeAll(async () => {
  rig = await startSupportRig({ forum: false });
  first = rig.person('First');
  second = rig.person('Second', 'kk');
});
afterAll(() => rig.close());

const at = (replyTo: number) => ({ chatId: GROUP, replyTo });

describe('in a group without topics', () => {
  test('each question is a thread of replies below its header', async () => {
    for (const [person, text] of [
      [first, 'One'],
      [second, 'Two'],
      [first, 'Three'],
    ] as const) {
      person.say('/support');
      person.say(text);
      await rig.seesInGroup(text);
    }
    const headers = rig.inGroup().filter((message) => labels(message).length > 0);
    const [one, two, three] = ['One', 'Two', 'Three'].map((text) => rig.inGroup().find((each) => each.text === text));
    expect(headers.map((header) => textOf(header).split('\n')[0])).toEqual(['🎫 № 1 · open', '🎫 № 2 · open']);
    expect(one?.reply_to_message?.message_id).toBe(headers[0]?.message_id);
    expect(two?.reply_to_message?.message_id).toBe(headers[1]?.message_id);
    expect(three?.reply_to_message?.message_id).toBe(headers[0]?.message_id);
    expect([one, two, three].some((message) => message?.message_thread_id !== undefined)).toBe(false);
  });

  test('a reply to a question, to its header, or to a colleague’s answer reaches the right applicant', async () => {
    const two = await rig.seesInGroup(/^Two$/);
    const header = rig.inGroup().find((message) => textOf(message).includes('№ 1')) ?? two;
    rig.owner.say('To the second', at(two.message_id));
    await second.waitFor(({ text = '' }) => text.includes('To the second'));
    rig.owner.say('To the first', at(header.message_id));
    await first.waitFor(({ text = '' }) => text.includes('To the first'));
    const colleague = await rig.colleague('Helper', 'support');
    const said = rig.owner.messages(GROUP).find(({ text }) => text === 'To the first');
    colleague.say('Me, too', at(said?.message_id ?? 0));
    await first.waitFor(({ text = '' }) => text.includes('Me, too'));
    await rig.untilIdle();
    expect(second.messages().filter((message) => textOf(message).includes('first'))).toEqual([]);
  });

  test('what the staff say to each other reaches nobody', async () => {
    const said = rig.owner.say('Lunch?', { chatId: GROUP });
    rig.owner.say('Yes', at(said.message_id));
    await rig.untilIdle();
    expect(JSON.stringify([first.messages(), second.messages()])).not.toMatch(/Lunch|Yes/);
  });
});

const take = async (event: Omit<ChatEvent, 'receivedAt'>, note?: unknown): Promise<RouteTurn | undefined> =>
  rig.route.take(
    { ...event, receivedAt: NOON },
    { id: event.chatId, note, state: { language: 'en' } },
    { hurry: () => undefined, signal: new AbortController().signal },
  );
const update = (updateId: number, message: object) => ({ update_id: updateId, message });

test('a reply to the bot’s own question is for the application, whatever the group has under that number', async () => {
  const [ticket] = await rig.rows<{ header_id: number }>('SELECT header_id FROM support_ticket WHERE id = 1');
  const other = rig.person('Third');
  const chat = { id: other.user.id, type: 'private' };
  const replied = { message_id: ticket?.header_id, from: { id: 1, is_bot: true } };
  const message = { message_id: 700_030, chat, from: { id: chat.id }, text: '900101390002', reply_to_message: replied };
  const payload = update(980_000_030, message);
  expect(await take({ key: 'tg:980000030', chatId: chat.id, kind: 'telegram', payload })).toBeUndefined();
});

describe('an event that is handled again after a crash', () => {
  const twice = async (event: Omit<ChatEvent, 'receivedAt'>, note?: unknown) => {
    await take(event, note);
    const turn = await take(event, note);
    await rig.untilIdle();
    return turn;
  };
  const count = (person: Person, chatId: number, text: string) =>
    person.messages(chatId).filter((message) => message.from.is_bot && textOf(message).includes(text)).length;

  test('of an applicant becomes one question', async () => {
    const chat = { id: first.user.id, type: 'private' };
    const message = { message_id: 700_001, chat, from: { id: chat.id, language_code: 'en' }, text: 'Asked once' };
    const event = {
      key: 'tg:980000001',
      chatId: chat.id,
      kind: 'telegram',
      payload: update(980_000_001, message),
    } as const;
    const turn = await twice(event, { talkingSince: NOON.toISOString() });
    expect(count(rig.owner, GROUP, 'Asked once')).toBe(1);
    expect(turn?.effects).toHaveLength(1);
  });

  test('pictures that were sent together are answered once', async () => {
    const chat = { id: second.user.id, type: 'private' };
    const from = { id: chat.id, language_code: 'kk' };
    const { photo } = rig.person('Sender').sendPhoto(picture);
    let note: unknown = { talkingSince: NOON.toISOString() };
    const effects = [];
    for (const n of [1, 2, 3]) {
      const message = { message_id: 700_010 + n, chat, from, photo, media_group_id: 'album' };
      const key = `tg:98000001${n}`;
      const turn = await take(
        { key, chatId: chat.id, kind: 'telegram', payload: update(980_000_010 + n, message) },
        note,
      );
      note = turn?.note;
      effects.push(turn?.effects.length);
    }
    expect(effects).toEqual([1, 0, 0]);
    await rig.untilIdle();
  });

  test('of the staff becomes one answer', async () => {
    const [header] = rig.inGroup();
    const replied = { message_id: header?.message_id, from: { id: 1, is_bot: true } };
    const chat = { id: GROUP, type: 'supergroup' };
    const message = {
      message_id: 700_002,
      chat,
      from: { id: rig.owner.user.id },
      text: 'Answered once',
      reply_to_message: replied,
    };
    await twice({ key: 'tg:980000002', chatId: GROUP, kind: 'telegram', payload: update(980_000_002, message) });
    expect(count(first, first.user.id, 'Answered once')).toBe(1);
  });

  test('that passes a message on sends it once, also when the sending itself is done again', async () => {
    const [passed] = await rig.rows<{ ticket_id: number; source_chat_id: number; source_message_id: number }>(
      'SELECT * FROM support_message WHERE source_message_id = 700001',
    );
    const from = { chatId: passed?.source_chat_id, messageId: passed?.source_message_id };
    const payload = {
      to: 'staff',
      what: 'message',
      ticketId: passed?.ticket_id,
      from,
      content: { text: 'Asked once' },
      before: 'open',
    };
    await twice({ key: 'support:message:again', chatId: GROUP, kind: 'support', payload });
    expect(count(rig.owner, GROUP, 'Asked once')).toBe(1);
    const answer = { chatId: GROUP, messageId: 700_002 };
    const back = {
      to: 'applicant',
      what: 'message',
      ticketId: passed?.ticket_id,
      from: answer,
      content: { text: 'Answered once' },
    };
    await twice({ key: 'support:message:back', chatId: first.user.id, kind: 'support', payload: back });
    expect(count(first, first.user.id, 'Answered once')).toBe(1);
  });

  test('is not lost while Telegram does not answer, and not doubled by a refusal', async () => {
    rig.telegram.fail({ method: 'sendMessage', chatId: first.user.id, as: '500', times: 3 });
    const header = rig.inGroup().find((message) => textOf(message).includes('№ 1'));
    rig.owner.say('After the storm', at(header?.message_id ?? 0));
    await first.waitFor(({ text = '' }) => text.includes('After the storm'));
    await rig.untilIdle();
    expect(count(first, first.user.id, 'After the storm')).toBe(1);
  });
});

test('everything that the bot called is in the official specification', () => {
  expect(rig.telegram.calls.problems()).toEqual([]);
});
