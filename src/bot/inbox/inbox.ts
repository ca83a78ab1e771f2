// Updates in, effects out: every event is stored once, handled once, in the order of its chat, on any number of instances.
// Knows nothing of what an event means and of how it is stored.
import { randomInt } from 'node:crypto';
import type { Logger } from 'pino';
import { batch } from '../../database/batch.ts';
import type { Sql } from '../../database/sql.ts';
import { alone } from './alone.ts';
import { type Backoff, backoffDelay, pauseFor } from './backoff.ts';
import type { BotApi } from './bot-api.ts';
import type { HandleEvent, NewEvent, TelegramUpdate } from './chat-event.ts';
import { chatIdOf } from './chat-of-update.ts';
import { type Counters, createCounters } from './counters.ts';
import { createGate, type Gate } from './gate.ts';
import type { CommittedTurn, HeldChat, InboxStore, Progress } from './inbox-store.ts';
import { takeLeftovers, wakeUp } from './leftovers.ts';
import { createPresence, type Presence, type PresentLife } from './presence.ts';
import { createSend, type Send } from './send.ts';
import { createSlots } from './slots.ts';
import { type ChatParts, type InHand, workOnChat } from './work-on-chat.ts';

export interface Inbox {
  /** Resolves when the updates are stored: only then may Telegram be told. Rejects when they may not be. */
  accept(updates: readonly TelegramUpdate[]): Promise<void>;
  /** Other events. With `sql` they take effect with that transaction; call `hasMore` after it. */
  enqueue(events: readonly NewEvent[], sql?: Sql): Promise<void>;
  /** Events were stored by somebody else: do not wait for the next round to look for them. */
  hasMore(): void;
  /** Sends outside the chats' turns: same limits, same pauses. */
  readonly send: Send;
  /** For whoever calls Telegram by itself. */
  readonly gate: Pick<Gate, 'isOpen' | 'close' | 'learn'>;
  /** Resolves when the instance is known to the others and has begun to work. */
  start(): Promise<void>;
  /** Takes nothing new, ends or releases what is in hand; within 10 seconds. */
  stop(): Promise<void>;
  /** Under which name this instance is alive at the moment. */
  instance(): string;
  readonly counters: Readonly<Counters>;
  depth(): ReturnType<InboxStore['depth']>;
}

export interface InboxParts {
  readonly store: InboxStore;
  readonly api: BotApi;
  readonly handle: HandleEvent;
  readonly apology: ChatParts['apology'];
  readonly log: Logger;
  readonly hashChat: (chatId: number) => string;
  readonly isOutage?: (error: unknown) => boolean;
  readonly isSecret?: NonNullable<ChatParts['isSecret']>;
  readonly limits?: Partial<Limits>;
}

export interface Limits {
  readonly turnsAtOnce: number;
  readonly turnMs: number;
  readonly retry: Backoff;
  /** How long `stop` lets work in hand go on. */
  readonly stopMs: number;
  readonly beatMs: number;
}

const LIMITS: Limits = {
  turnsAtOnce: 200,
  turnMs: 60_000,
  retry: { firstMs: 500, capMs: 30_000 },
  stopMs: 6_000,
  beatMs: 1_000,
};
const BATCH = 200;
const STORE_RETRY = { firstMs: 50, capMs: 1_000 };

export class InboxClosed extends Error {
  override readonly name = 'InboxClosed';
}

export function createInbox({ store, api, limits: given, isOutage = () => false, ...parts }: InboxParts): Inbox {
  const limits = { ...LIMITS, ...given };
  const { log } = parts;
  const counters = createCounters();
  const gate = createGate(store);
  const send = createSend(api, gate, counters);
  const presence = createPresence(store, log, limits.beatMs, (shared) => {
    gate.learn(shared);
    sweep();
  });
  const sweep = alone(async () => {
    const life = presence.current();
    if (life.isEnding || life.signal.aborted) return;
    const leftovers = { store, enqueue: take, takeUp: (chat: HeldChat) => takeUp(life, { chat, events: [] }) };
    counters.takenOver += await takeLeftovers(leftovers, life.instance);
    await wakeUp(leftovers);
  }, log);
  let isOpen = false;

  const chatParts: ChatParts = {
    ...{ ...parts, send, counters, isOutage },
    store: { ...store, mark: insist(presence, store.mark), move: insist(presence, store.move) },
    commit: insist(
      presence,
      batch((turns: readonly CommittedTurn[]) => store.commit(presence.current().instance, turns), BATCH),
    ),
    finish: insist(
      presence,
      batch((done: readonly Progress[]) => store.finish(presence.current().instance, done), BATCH),
    ),
    slots: createSlots(limits.turnsAtOnce),
    turnLimitMs: limits.turnMs,
    retry: limits.retry,
    newReference: () =>
      `R-${randomInt(36 ** 6)
        .toString(36)
        .toUpperCase()
        .padStart(6, '0')}`,
    hurry(effect) {
      if (!gate.isOpen()) return;
      const { method, params, files } = effect;
      api.call(method, params, files && { files }).catch(() => undefined);
    },
  };

  /** One worker per chat; a chat that has one is only told to look again. */
  function takeUp(life: PresentLife, inHand: InHand) {
    const { chatId } = inHand.chat;
    const present = life.chats.get(chatId);
    if (present && !present.bell.isOff) {
      present.bell.rings += 1;
      return;
    }
    const bell = { rings: 0, isOff: false };
    const ended = workOnChat(chatParts, life, inHand, bell).finally(() => {
      if (life.chats.get(chatId)?.bell === bell) life.chats.delete(chatId);
    });
    life.chats.set(chatId, { bell, ended });
  }

  const take = batch(async (rounds: readonly (readonly NewEvent[])[]) => {
    const life = presence.current();
    for (const { chat, events } of await store.take(life.instance, rounds.flat())) {
      // Events that another instance stored may come first: then all are read in their order.
      takeUp(life, { chat, events: events.length === chat.pending ? events : [] });
    }
    return rounds.map(() => undefined);
  }, BATCH);

  return {
    send,
    gate,
    counters,
    depth: () => store.depth(),
    instance: () => presence.current().instance,
    hasMore: sweep,
    async accept(updates) {
      if (!isOpen) throw new InboxClosed('the program is stopping');
      const events = updates.flatMap(eventOf);
      if (events.length > 0) await take(events);
      counters.accepted += events.length;
    },
    async enqueue(events, sql) {
      if (events.length === 0) return;
      if (sql) await store.leave(sql, events);
      else await take(events);
    },
    async start() {
      await presence.begin();
      isOpen = true;
    },
    async stop() {
      isOpen = false;
      const life = presence.current();
      life.isEnding = true;
      const ended = Promise.all([...life.chats.values()].map(({ ended }) => ended));
      await Promise.race([ended, pauseFor(limits.stopMs, life.signal)]);
      await presence.end();
    },
  };
}

const eventOf = (update: TelegramUpdate): NewEvent[] => {
  const chatId = chatIdOf(update);
  return chatId === undefined ? [] : [{ key: `tg:${update.update_id}`, chatId, kind: 'telegram', payload: update }];
};

/**
 * Tries again while the database does not answer, as long as the instance is alive: to give up would mean to handle or send
 * again. If the first try took effect after all, the next one says `lost`, or does the same once more.
 */
function insist<Given extends unknown[], Result>(presence: Presence, call: (...given: Given) => Promise<Result>) {
  return async (...given: Given): Promise<Result> => {
    const { signal } = presence.current();
    for (let failures = 1; ; failures += 1) {
      try {
        return await call(...given);
      } catch (error) {
        if (signal.aborted) throw error;
        await pauseFor(backoffDelay(STORE_RETRY, failures), signal);
      }
    }
  };
}
