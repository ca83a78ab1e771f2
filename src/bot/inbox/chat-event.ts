import type { ChatFacts } from './chat-facts.ts';

/** An update as Telegram sends it; only what the inbox itself looks at has a type. */
export interface TelegramUpdate {
  readonly update_id: number;
  readonly [content: string]: unknown;
}

/**
 * One thing that happens to a chat. Everything that changes a chat goes through the inbox as one of these, so that it has
 * its place in the order of that chat.
 * `effect`: its payload is an `Effect` that is sent as it is, in its turn; the handler never sees it.
 */
export interface ChatEvent {
  /** Unique for 48 hours: the same key again is the same event, and is dropped. `tg:123`, `status:7`, `timer:5:1767225600000`. */
  readonly key: string;
  readonly chatId: number;
  readonly kind: 'telegram' | 'status-change' | 'timer' | 'key-page' | 'support' | 'broadcast' | 'staff' | 'effect';
  /** JSON. A TelegramUpdate for `telegram`, `{ at: ISO 8601 }` for `timer`. */
  readonly payload: unknown;
  readonly receivedAt: Date;
}
export type NewEvent = Omit<ChatEvent, 'receivedAt'>;

export interface Chat {
  readonly id: number;
  /** JSON, as the last turn left it; undefined for a new chat. */
  readonly state: unknown;
  /** JSON, beside the state: what others than the applicant's conversation keep of the chat; undefined for nothing. */
  readonly aside?: unknown;
  readonly liveMessageId?: number;
}

/** What one event leads to. State and effects are stored together, then the effects are sent in this order. */
export interface Turn {
  /** JSON; undefined forgets the chat's state. */
  readonly state: unknown;
  readonly effects: readonly Effect[];
  /** When a `timer` event comes, unless a later turn sets another moment. Left out: as it was. null: never. */
  readonly wakeAt?: Date | null;
  /** Left out: as it was. null: nothing. */
  readonly aside?: unknown;
  /** Left out: as they were. */
  readonly facts?: ChatFacts;
  /** What is counted, once, with this turn. */
  readonly counts?: readonly Count[];
}

/** One of what `name` says, on this day in Kazakhstan (`2026-11-22`). Nobody's data. */
export interface Count {
  readonly day: string;
  readonly name: string;
}

/** A Bot API call that a turn wants. Files are inlined, so that sending it again after a crash sends the same. */
export interface Effect {
  readonly method: string;
  /** `chat_id` is given here, too. */
  readonly params: Readonly<Record<string, unknown>>;
  /** `field` is the path in `params` where the file belongs: `document`, `media.0.media`. */
  readonly files?: readonly { readonly field: string; readonly name: string; readonly bytes: Uint8Array }[];
  /** `message_id` of the result becomes `Chat.liveMessageId`. */
  readonly keepMessageId?: true;
  /** Doing it twice is no duplicate for the reader: edits, answers to buttons, chat actions. */
  readonly repeatable?: true;
  /** What is sent instead when Telegram refuses an edit. */
  readonly orElse?: Effect;
  /** A refusal is nothing to look at: a stale callback query, a message already deleted. */
  readonly ignoreRefusal?: true;
}

export interface TurnTools {
  /** Sends at once, at best once, without being stored: the answer to a button, "typing". */
  hurry(effect: Effect): void;
  /** Aborted when the turn has taken too long or the program stops. */
  readonly signal: AbortSignal;
}

/** What an event means for its chat. May be called again for the same event after a crash or a lost race. */
export type HandleEvent = (event: ChatEvent, chat: Chat, tools: TurnTools) => Promise<Turn>;
