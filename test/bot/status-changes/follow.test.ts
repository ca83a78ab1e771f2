import { EventEmitter, once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pino from 'pino';
import type { ChatEvent, HandleEvent } from '../../../src/bot/inbox/chat-event.ts';
import { followStatusChanges } from '../../../src/bot/status-changes/follow.ts';
import { readStatusCursor } from '../../../src/bot/storage/status-cursor.ts';
import type { BackendClient } from '../../../src/contract/client.ts';
import type { StatusChange } from '../../../src/contract/schemas.ts';
import { createRig, engines, type Rig, say } from '../inbox/rig.ts';

/** A backend whose only route is the list of changes; it waits for the first one, as the contract says. */
function backendOf(...changes: StatusChange[]) {
  const asked: number[] = [];
  const news = new EventEmitter().setMaxListeners(0);
  const backend = (async (_, options) => {
    const { after } = (options?.query ?? {}) as { after: number };
    asked.push(after);
    for (;;) {
      const unheard = changes.filter(({ cursor }) => cursor > after);
      if (unheard.length > 0) return { value: { changes: unheard, cursor: unheard.at(-1)?.cursor ?? after } };
      await once(news, 'change', { signal: options?.signal ?? new AbortController().signal });
    }
  }) as BackendClient;
  const happens = (next: StatusChange) => {
    changes.push(next);
    news.emit('change');
  };
  return { backend, asked, happens };
}

const change = (cursor: number, owner: string): StatusChange => ({
  cursor,
  owner,
  number: '482-093-755-618-804',
  status: 'confirmed',
  at: '2026-01-01T00:00:00.000Z',
  notice: null,
});

const telling: HandleEvent = async ({ chatId, key }: ChatEvent) => ({ state: 1, effects: [say(chatId, key)] });
const log = pino({ level: 'silent' });

describe.each(engines)('following changes of status on %s', (engine) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(engine);
  });
  afterEach(() => rig.reset());
  afterAll(() => rig.close());

  test('each chat hears of its own application once, by whichever instance', async () => {
    const { backend, happens } = backendOf(change(1, 'telegram:5'), change(2, 'web:someone'), change(3, 'telegram:-6'));
    const inboxes = [await rig.inbox(telling), await rig.inbox(telling)];
    const stop = new AbortController();
    const following = inboxes.map((inbox) =>
      followStatusChanges({ database: rig.database, inbox, backend, log }, stop.signal),
    );
    await rig.untilSent(5, 1);
    happens(change(4, 'telegram:5'));
    await rig.untilSent(5, 2);
    await rig.untilIdle();
    stop.abort();
    await Promise.all(following);
    expect([rig.texts(5), rig.texts(-6)]).toEqual([['status:1', 'status:4'], ['status:3']]);
    expect(await readStatusCursor(rig.database)).toBe(4);
  });

  test('another instance goes on where the one that followed has died', async () => {
    const { backend, asked, happens } = backendOf(change(1, 'telegram:5'));
    const first = await rig.inbox(telling);
    const second = await rig.inbox(telling);
    const [stopFirst, stopSecond] = [new AbortController(), new AbortController()];
    const follow = (inbox: typeof first, signal: AbortSignal) =>
      followStatusChanges({ database: rig.database, inbox, backend, log }, signal);
    const dying = follow(first, stopFirst.signal);
    await rig.untilSent(5, 1);
    const standingBy = follow(second, stopSecond.signal);
    stopFirst.abort();
    await dying;
    await first.stop();
    happens(change(2, 'telegram:5'));
    await rig.untilSent(5, 2);
    stopSecond.abort();
    await standingBy;
    expect(rig.texts(5)).toEqual(['status:1', 'status:2']);
    expect(asked.filter((after) => after === 0)).toHaveLength(1);
  });
});
