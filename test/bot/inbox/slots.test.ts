import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createGate } from '../../../src/bot/inbox/gate.ts';
import { createBroadcastStore } from '../../../src/bot/storage/broadcast-store.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { counting, createRig, engines, type Rig, say } from './rig.ts';

const PER_SECOND = 30;

test('a heartbeat from before a broadcast was announced does not take it back', async () => {
  let taken = 0;
  const gate = createGate({
    pause: async () => undefined,
    takeSlot: async () => ++taken,
    freeSlot: async () => undefined,
  });
  gate.learn({ pauseMs: 0, bulkMs: 60_000 });
  gate.learn({ pauseMs: 0, bulkMs: 0 });
  await gate.pass('sendMessage', new AbortController().signal);
  expect(taken).toBe(1);
});

describe.each(engines)('while a broadcast is under way, on %s', (engine) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(engine);
  });
  afterEach(() => rig.reset());
  afterAll(() => rig.close());

  const busiest = (at: readonly number[]) =>
    Math.max(...at.map((start) => at.filter((each) => each >= start && each < start + 1_000).length));

  async function twoSenders() {
    const at: number[] = [];
    const api = { call: async () => at.push(performance.now()) };
    const inboxes = [await rig.inbox(counting, { api }), await rig.inbox(counting, { api })];
    const store = createBroadcastStore(rig.database, createSealing(randomBytes(32)));
    await store.prepareSlots(PER_SECOND);
    const { signal } = new AbortController();
    setMaxListeners(0, signal);
    const sendAll = (method: string, count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, n) => inboxes[n % 2]?.send({ ...say(n + 1, 'hello'), method }, { signal })),
      );
    return { at, inboxes, store, sendAll };
  }

  test('all instances together send no more messages in any second than the token allows', async () => {
    const { at, inboxes, store, sendAll } = await twoSenders();
    await store.announceBulk(60_000);
    for (const { gate } of inboxes) gate.learn({ pauseMs: 0, bulkMs: 60_000 });
    await sendAll('sendMessage', 70);
    expect(at).toHaveLength(70);
    expect(busiest(at)).toBe(PER_SECOND);
  });

  test('instances hear of it with their heartbeat', async () => {
    const { at, store, sendAll } = await twoSenders();
    await store.announceBulk(60_000);
    await rig.untilRow('SELECT FROM gate WHERE bulk_until > now()');
    const beats = await rig.sql<{ at: Date }>('SELECT max(alive_until) AS at FROM instance');
    await rig.untilRow(
      `SELECT FROM instance WHERE alive_until > '${beats[0]?.at.toISOString()}'::timestamptz + interval '1 second'`,
    );
    await sendAll('sendMessage', 40);
    expect(busiest(at)).toBe(PER_SECOND);
  });

  test('what is no message needs no slot, and without a broadcast nothing does', async () => {
    const { at, inboxes, sendAll } = await twoSenders();
    await sendAll('sendMessage', 40);
    for (const { gate } of inboxes) gate.learn({ pauseMs: 0, bulkMs: 60_000 });
    await sendAll('editMessageText', 40);
    expect(await rig.sql('SELECT FROM send_slot WHERE free_at > now()')).toEqual([]);
    expect(at).toHaveLength(80);
  });
});
