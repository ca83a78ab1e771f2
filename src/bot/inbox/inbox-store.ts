import type { Sql } from '../../database/sql.ts';
import type { ChatEvent, Effect, NewEvent, Turn } from './chat-event.ts';
import type { SharedLimits } from './gate.ts';

/**
 * Where events, conversations and unsent effects are kept. An *instance* is one running program; it *owns* a chat while it
 * works on it. Every change of a chat names the owner and the revision that it was computed on; `lost` means that one of
 * them no longer holds, nothing was changed, and the caller must look again. Each method is one statement.
 * Rejects when the database does not answer: then it is not known whether the change was made; look again.
 */
export interface InboxStore {
  /** Stores those of the events that were never seen, and takes the chats that nobody alive owns. */
  take(instance: string, events: readonly NewEvent[]): Promise<readonly TakenChat[]>;
  /** Stores events within the caller's transaction; some instance takes the chats afterwards. */
  leave(sql: Sql, events: readonly NewEvent[]): Promise<void>;
  /** Takes up to `limit` chats with work that nobody alive owns. */
  takeOver(instance: string, limit: number): Promise<readonly HeldChat[]>;
  /** The chat as it is now, if the instance owns it. */
  look(instance: string, chatId: number): Promise<HeldChat | undefined>;
  /** What is stored of a chat, whoever owns it; undefined for one that never wrote. */
  stateOf(chatId: number): Promise<unknown>;
  /** The next events of a chat, the oldest first. */
  waiting(chatId: number, limit: number): Promise<readonly WaitingEvent[]>;

  /** The event is handled: its row goes, the new state and the effects come. */
  commit(instance: string, turns: readonly CommittedTurn[]): Promise<readonly (Held | 'lost')[]>;
  /** Some effects are sent, more follow. */
  mark(instance: string, progress: Progress & { readonly sent: number }): Promise<boolean>;
  /** All effects are sent or given up. The chat stays with its owner only if more events wait. */
  finish(instance: string, delivered: readonly Progress[]): Promise<readonly (Held | 'lost')[]>;
  /** Puts effects in the place of those that are stored. */
  rewrite(instance: string, chat: ChatRevision, effects: readonly Effect[]): Promise<boolean>;
  /** The chat goes on under another id, with its state and the events that wait. */
  move(instance: string, chat: ChatRevision, newId: number, state: unknown): Promise<boolean>;

  /** Counts a failed try of an event; gives the number of tries. */
  countTry(chatId: number, seq: number): Promise<number>;
  /** Takes an event out of the way, for an operator to look at; `apology` is sent to the chat. */
  setAside(instance: string, turn: CommittedTurn, failure: Failure, kept: KeptOfEvent): Promise<boolean>;
  /** Keeps a call that Telegram refused. */
  setEffectAside(chatId: number, effect: Effect, failure: Failure): Promise<void>;

  /** Moments that have come. The key of the event that follows from one makes it happen once. */
  dueWakeUps(limit: number): Promise<readonly { readonly chatId: number; readonly at: Date }[]>;
  clearWakeUps(wakeUps: readonly { readonly chatId: number; readonly at: Date }[]): Promise<void>;

  /** Announces an instance. */
  arrive(instance: string): Promise<void>;
  /** Says that the instance is alive; `alive: false` when it came too late and others may have taken its chats. */
  beat(instance: string): Promise<SharedLimits & { readonly alive: boolean }>;
  /** Gives back all chats, so that others take them at once. */
  depart(instance: string): Promise<void>;
  /** No instance calls Telegram for so long. */
  pause(milliseconds: number): Promise<void>;
  /** One of the slots that the token's rate allows, for somebody who waits; undefined when none is free. */
  takeSlot(): Promise<number | undefined>;
  /** The call was answered: its slot is free again a second later. */
  freeSlot(slot: number): Promise<void>;
  /** Forgets what is no longer needed. */
  purge(): Promise<void>;
  depth(): Promise<{ readonly waiting: number; readonly oldestSeconds: number; readonly setAside: number }>;
}

/** An instance that says nothing for so long is dead to the others. */
export const LEASE_MS = 4_000;

export interface ChatRevision {
  readonly chatId: number;
  readonly revision: number;
}

/** Where a chat stands after a change: whether it is still owned, and how many events wait. */
export interface Held {
  readonly owned: boolean;
  readonly pending: number;
}

/** Reading `state`, `aside`, `outbox` or an event's `payload` throws when the stored bytes cannot be opened. */
export interface HeldChat extends ChatRevision {
  readonly state: unknown;
  readonly aside: unknown;
  readonly pending: number;
  readonly takeovers: number;
  readonly liveMessageId: number | undefined;
  readonly wakeAt: Date | undefined;
  /** Effects of the last turn, of which the first `sent` are delivered. */
  readonly outbox: readonly Effect[];
  readonly sent: number;
}

export interface WaitingEvent extends ChatEvent {
  readonly seq: number;
  readonly attempts: number;
}

export interface TakenChat {
  readonly chat: HeldChat;
  /** Those of the stored events that belong to this chat. */
  readonly events: readonly WaitingEvent[];
}

export interface CommittedTurn extends ChatRevision, Turn {
  readonly seq: number;
  /** `unchanged` leaves the stored state alone. */
  readonly state: unknown | typeof unchanged;
}
export const unchanged = Symbol('unchanged');

export interface Progress extends ChatRevision {
  readonly liveMessageId: number | undefined;
  /** `blocked`: the person cannot be reached; `reached`: a message arrived; undefined: nothing was learnt. */
  readonly reach: 'blocked' | 'reached' | undefined;
}

/** Of an event that holds a password, its key alone is kept: replaying it does nothing. */
export interface KeptOfEvent {
  readonly key: string;
  readonly isSecret: boolean;
}

export interface Failure {
  /** Names the kind of failure, never its content. */
  readonly errorClass: string;
  readonly reference: string;
}
