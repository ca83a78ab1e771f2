import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { HandleEvent } from '../../../src/bot/inbox/chat-event.ts';
import { counting, createRig, engines, message, type Rig, say, textOf } from './rig.ts';

describe.each(engines)('several instances on %s', (engine) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(engine);
  });
  afterEach(() => rig.reset());
  afterAll(() => rig.close());

  const counted = (count: number) => Array.from({ length: count }, (_, n) => String(n + 1));

  test('share the updates of one chat without losing, doubling or reordering one', async () => {
    const inboxes = [await rig.inbox(counting), await rig.inbox(counting), await rig.inbox(counting)];
    const updates = engine === 'embedded' ? 15 : 60;
    for (let n = 0; n < updates; n += 1) await inboxes[n % 3]?.accept([message(n + 1, 5)]);
    await rig.untilSent(5, updates);
    expect(rig.texts(5)).toEqual(counted(updates));
  });

  test('take over what a dead one left: waiting events and unsent effects', async () => {
    const sendingOne: HandleEvent = async (event) => ({ state: 'one', effects: [say(event.chatId, 'never sent')] });
    const first = await rig.inbox(sendingOne, { limits: { stopMs: 50 } });
    rig.api.fault = () => ({ as: 'hang' });
    await first.accept([message(1, 5)]);
    await rig.untilRow('SELECT 1 FROM conversation WHERE outbox IS NOT NULL');
    await first.accept([message(2, 5)]);
    await first.stop();
    const dead = '00000000-dead';
    await rig.sql(`INSERT INTO instance VALUES ($1, now() - interval '1 minute')`, [dead]);
    await rig.sql('UPDATE conversation SET owner = $1', [dead]);
    rig.api.fault = () => undefined;
    const second = await rig.inbox(async (event, { state }) => ({
      state: 'two',
      effects: [say(event.chatId, `${state} and ${textOf(event)}`)],
    }));
    await rig.untilSent(5, 2);
    expect(rig.texts(5)).toEqual(['never sent', 'one and hello']);
    expect(second.counters.takenOver).toBe(1);
  });

  test('a turn that was computed on a revision that has passed is computed again', async () => {
    let isFirst = true;
    const handle: HandleEvent = async (event, chat, tools) => {
      if (isFirst) {
        isFirst = false;
        await rig.sql('UPDATE conversation SET revision = revision + 1');
      }
      return counting(event, chat, tools);
    };
    const inbox = await rig.inbox(handle);
    await inbox.accept([message(1, 5)]);
    await rig.untilSent(5, 1);
    expect(rig.texts(5)).toEqual(['1']);
    expect(inbox.counters.lostRaces).toBe(1);
  });

  test('one that was too long silent lets its chats go and begins a new life', async () => {
    const inbox = await rig.inbox(counting);
    const before = inbox.instance();
    await rig.sql(`UPDATE instance SET alive_until = now() - interval '1 second'`);
    while (inbox.instance() === before) await new Promise((resolve) => setTimeout(resolve, 20));
    await inbox.accept([message(1, 5)]);
    await rig.untilSent(5, 1);
    expect(await rig.sql('SELECT owner FROM conversation WHERE owner = $1', [before])).toEqual([]);
  });

  test('one that stops ends the turn in hand and leaves the rest to the others', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const stopping = await rig.inbox(async (event, chat, tools) => {
      begun();
      await held;
      return counting(event, chat, tools);
    });
    await stopping.accept([message(1, 5), message(2, 5), message(3, 5)]);
    await hasBegun;
    const stopped = stopping.stop();
    await expect(stopping.accept([message(4, 5)])).rejects.toThrow('stopping');
    release();
    await stopped;
    expect(rig.texts(5)).toEqual(['1']);
    const next = await rig.inbox(counting);
    await rig.untilSent(5, 3);
    expect(rig.texts(5)).toEqual(counted(3));
    expect(next.counters.turns).toBe(2);
  });

  test('a moment comes once, also after a restart', async () => {
    const waking: HandleEvent = async (event) =>
      event.kind === 'timer'
        ? { state: 1, effects: [say(event.chatId, 'it is time')], wakeAt: null }
        : { state: 1, effects: [say(event.chatId, 'later')], wakeAt: new Date(Date.now() + 300) };
    const first = await rig.inbox(waking);
    await first.accept([message(1, 5)]);
    await rig.untilSent(5, 1);
    await first.stop();
    const others = [await rig.inbox(waking), await rig.inbox(waking), await rig.inbox(waking)];
    await rig.untilSent(5, 2);
    await rig.untilIdle();
    expect(rig.texts(5)).toEqual(['later', 'it is time']);
    expect(others.reduce((sum, { counters }) => sum + counters.turns, 0)).toBe(1);
    expect(await rig.sql('SELECT wake_at FROM conversation')).toEqual([{ wake_at: null }]);
  });

  test('a moment that a later turn has put off does not come', async () => {
    const seen: string[] = [];
    const inbox = await rig.inbox(async (event) => {
      seen.push(event.kind);
      return { state: 1, effects: [], wakeAt: new Date(Date.now() + 3_600_000) };
    });
    await inbox.accept([message(1, 5)]);
    await rig.untilIdle();
    await inbox.enqueue([{ key: 'timer:5:1', chatId: 5, kind: 'timer', payload: { at: new Date(0).toISOString() } }]);
    await rig.untilIdle();
    expect(seen).toEqual(['telegram']);
  });
});
