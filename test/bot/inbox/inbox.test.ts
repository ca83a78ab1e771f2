import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { HandleEvent } from '../../../src/bot/inbox/chat-event.ts';
import { counting, createRig, engines, message, type Rig, say, textOf } from './rig.ts';

describe.each(engines)('on %s', (engine) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(engine);
  });
  afterEach(() => rig.reset());
  afterAll(() => rig.close());

  test('an update is answered, and its state kept', async () => {
    const inbox = await rig.inbox(counting);
    await inbox.accept([message(1, 5)]);
    await rig.untilSent(5, 1);
    expect(rig.texts(5)).toEqual(['1']);
    expect(await rig.state(5)).toEqual({ count: 1 });
  });

  test('updates of one batch and of many chats are handled in the order of each chat', async () => {
    const inbox = await rig.inbox(counting);
    const updates = Array.from({ length: 60 }, (_, n) => message(n + 1, 1 + (n % 3)));
    await Promise.all([inbox.accept(updates.slice(0, 30)), inbox.accept(updates.slice(30))]);
    await rig.api.until((calls) => calls.length === 60);
    const counted = Array.from({ length: 20 }, (_, n) => String(n + 1));
    expect([rig.texts(1), rig.texts(2), rig.texts(3)]).toEqual([counted, counted, counted]);
  });

  test('an update that comes again is dropped', async () => {
    const inbox = await rig.inbox(counting);
    await Promise.all([inbox.accept([message(1, 5)]), inbox.accept([message(1, 5), message(2, 5)])]);
    await inbox.accept([message(2, 5), message(3, 5)]);
    await rig.untilSent(5, 3);
    expect(rig.texts(5)).toEqual(['1', '2', '3']);
  });

  const repeating: HandleEvent = async (event, { state }) => ({
    state: [...((state as string[] | undefined) ?? []), event.key],
    effects: [say(event.chatId, textOf(event) || event.kind)],
  });

  test('two messages and a button press in one batch from one chat', async () => {
    const inbox = await rig.inbox(repeating);
    const press = { id: '1', from: { id: 5 }, data: 'x', message: { message_id: 1, chat: { id: 5 } } };
    await inbox.accept([message(1, 5, 'first'), message(2, 5, 'second'), { update_id: 3, callback_query: press }]);
    await rig.untilSent(5, 3);
    expect(rig.texts(5)).toEqual(['first', 'second', 'telegram']);
    expect(await rig.state(5)).toEqual(['tg:1', 'tg:2', 'tg:3']);
  });

  test('twenty messages forwarded at once, each in a request of its own', async () => {
    const inbox = await rig.inbox(repeating);
    const names = Array.from({ length: 20 }, (_, n) => `forwarded ${n}`);
    await Promise.all(names.map((name, n) => inbox.accept([message(n + 1, 5, name)])));
    await rig.untilSent(5, 20);
    expect(rig.texts(5)).toEqual(names);
  });

  test('an event that has waited for more than a day comes before newer ones', async () => {
    const idle = await rig.inbox(repeating);
    await idle.stop();
    await rig.database.transaction((sql) =>
      rig.store.leave(sql, [{ key: 'tg:1', chatId: 5, kind: 'telegram', payload: message(1, 5, 'old') }]),
    );
    await rig.sql(`UPDATE inbox SET received_at = now() - interval '30 hours'`);
    await rig.store.purge();
    const inbox = await rig.inbox(repeating);
    await inbox.accept([message(2, 5, 'new')]);
    await rig.untilSent(5, 2);
    expect(rig.texts(5)).toEqual(['old', 'new']);
  });

  test('an update id that comes again after a week is another update', async () => {
    const inbox = await rig.inbox(counting);
    await inbox.accept([message(1, 5)]);
    await rig.untilSent(5, 1);
    await rig.sql(`UPDATE seen_event SET seen_at = now() - interval '7 days'`);
    await inbox.accept([message(1, 5)]);
    await rig.untilSent(5, 2);
    expect(rig.texts(5)).toEqual(['1', '2']);
  });

  test('keys older than two days are forgotten, younger ones kept', async () => {
    const inbox = await rig.inbox(counting);
    await inbox.accept([message(1, 5), message(2, 5)]);
    await rig.sql(`UPDATE seen_event SET seen_at = now() - interval '49 hours' WHERE key = 'tg:1'`);
    await rig.store.purge();
    expect(await rig.sql('SELECT key FROM seen_event')).toEqual([{ key: 'tg:2' }]);
  });

  test('a slow chat does not delay another', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const inbox = await rig.inbox(async (event, chat, tools) => {
      if (event.chatId === 5) await held;
      return counting(event, chat, tools);
    });
    await inbox.accept([message(1, 5), message(2, 6)]);
    await rig.untilSent(6, 1);
    expect(rig.texts(5)).toEqual([]);
    release();
    await rig.untilSent(5, 1);
  });

  test('a chat can be forgotten', async () => {
    const inbox = await rig.inbox(async (event, chat, tools) =>
      textOf(event) === 'forget' ? { state: undefined, effects: [] } : counting(event, chat, tools),
    );
    await inbox.accept([message(1, 5), message(2, 5, 'forget'), message(3, 5)]);
    await rig.untilSent(5, 2);
    expect(rig.texts(5)).toEqual(['1', '1']);
  });

  test('the id of the live message comes back with the next event', async () => {
    const seen: unknown[] = [];
    const inbox = await rig.inbox(async (event, chat) => {
      seen.push(chat.liveMessageId);
      return { state: 1, effects: [{ ...say(event.chatId, 'live'), keepMessageId: true }] };
    });
    await inbox.accept([message(1, 5)]);
    await rig.untilIdle();
    await inbox.accept([message(2, 5)]);
    await rig.untilIdle();
    expect(seen).toEqual([undefined, expect.any(Number)]);
  });

  test('nothing that a person wrote is readable in the database', async () => {
    const inbox = await rig.inbox(async (event) => {
      if (textOf(event) === 'fail') throw new Error('no');
      return { state: { iin: '900101390002' }, effects: [say(event.chatId, 'your IIN is 900101390002')] };
    });
    rig.api.fault = () => ({ as: 'refuse', code: 400, description: 'Bad Request: no' });
    await inbox.accept([message(1, 5, '900101390002'), message(2, 5, 'fail')]);
    await rig.untilIdle();
    const dump = await rig.sql<{ row: string }>(
      `SELECT encode(state, 'escape') AS row FROM conversation UNION ALL SELECT encode(payload, 'escape') FROM set_aside`,
    );
    expect(dump.length).toBeGreaterThan(2);
    expect(JSON.stringify(dump)).not.toMatch(/9001013|fail/);
  });
});
