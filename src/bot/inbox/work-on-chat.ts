// What an instance does with a chat that it owns: send what is unsent, take the next turn, until nothing waits.
import { backoffDelay, pauseFor } from './backoff.ts';
import type { Effect } from './chat-event.ts';
import { type DeliverParts, deliver } from './deliver.ts';
import {
  type CommittedTurn,
  type Held,
  type HeldChat,
  type InboxStore,
  type Progress,
  unchanged,
  type WaitingEvent,
} from './inbox-store.ts';
import { type Taken, type TakeTurnParts, takeTurn } from './take-turn.ts';

export interface ChatParts extends DeliverParts, TakeTurnParts {
  readonly store: InboxStore;
  readonly commit: (turn: CommittedTurn) => Promise<Held | 'lost'>;
  readonly finish: (progress: Progress) => Promise<Held | 'lost'>;
  /** What a chat is told when an event of it is set aside. */
  readonly apology: (chat: { readonly id: number; readonly state: unknown }, reference: string) => readonly Effect[];
  readonly hashChat: (chatId: number) => string;
  /** Whether the event holds what must not be kept when it is set aside. */
  readonly isSecret?: (event: Pick<WaitingEvent, 'kind'>, state: unknown) => boolean;
}

/** Rings whenever the instance hears that it may own the chat (again): a worker about to let it go must look again. */
export interface Bell {
  rings: number;
  /** Nobody listens any more. Set in the same tick as the last look at `rings`. */
  isOff: boolean;
}

/** A chat in hand, with the first of the events that wait for it, as far as they are known. */
export interface InHand {
  readonly chat: HeldChat;
  readonly events: readonly WaitingEvent[];
}

type Next = InHand | 'look' | 'let go';

const STORE_RETRY = { firstMs: 100, capMs: 2_000 };
const EVENTS_AT_ONCE = 20;

/** The time during which an instance may touch its chats. */
export interface Life {
  readonly instance: string;
  readonly signal: AbortSignal;
  /** Like `signal`, by the clock: after a pause of the whole program, what waited for the database runs before any timer. */
  isOver(): boolean;
  /** No further turn is begun. */
  isEnding: boolean;
}

/** Ends when the instance no longer owns the chat, or its life ends. */
export async function workOnChat(parts: ChatParts, life: Life, first: InHand, bell: Bell): Promise<void> {
  const { chatId } = first.chat;
  const log = parts.log.child({ chat: parts.hashChat(chatId) });
  let next: Next = first;
  let heard = bell.rings;
  for (let failures = 0; !life.isOver(); ) {
    try {
      if (next === 'let go' && heard === bell.rings) break;
      if (life.isEnding && typeof next !== 'string' && next.chat.outbox.length === 0) break;
      if (typeof next === 'string') {
        heard = bell.rings;
        const chat = await parts.store.look(life.instance, chatId);
        next = chat ? { chat, events: [] } : 'let go';
      } else {
        next = await advance({ ...parts, log }, life, next);
      }
      failures = 0;
    } catch (error) {
      const { name, code } = error as { name?: string; code?: unknown };
      log.error({ errorClass: name, code }, 'a chat cannot go on for now');
      failures += 1;
      await pauseFor(backoffDelay(STORE_RETRY, failures), life.signal);
      next = 'look';
    }
  }
  bell.isOff = true;
}

/** One step: the unsent effects, or else the next event. */
async function advance(parts: ChatParts, life: Life, { chat, events }: InHand): Promise<Next> {
  if (chat.outbox.length > 0 || chat.pending === 0) return sendEffects(parts, life, { chat, events });
  const [event, ...others] = events.length > 0 ? events : await parts.store.waiting(chat.chatId, EVENTS_AT_ONCE);
  if (!event) throw new Error('an event is counted that is not there');
  const log = parts.log.child({ event: event.key });
  const taken = await takeTurn({ ...parts, log }, event, chat, life.signal);
  if (taken === 'abandoned') return 'look';
  if ('failure' in taken) return setAside({ ...parts, log }, life, chat, event, taken.failure);
  return store(parts, chat, event, others, taken);
}

async function sendEffects(parts: ChatParts, { instance, signal }: Life, { chat, events }: InHand): Promise<Next> {
  const delivered = await deliver(parts, instance, chat, signal);
  if (delivered === 'lost' || delivered === 'abandoned') return 'look';
  if (delivered.movedTo !== undefined) {
    await parts.store.move(instance, chat, delivered.movedTo, chat.state);
    return 'let go';
  }
  const held = await parts.finish(delivered);
  if (held === 'lost') parts.counters.lostRaces += 1;
  if (held === 'lost' || !held.owned) return held === 'lost' ? 'look' : 'let go';
  return { chat: afterwards(chat, { pending: held.pending, liveMessageId: delivered.liveMessageId }), events };
}

async function store(
  parts: ChatParts,
  chat: HeldChat,
  { seq, key }: WaitingEvent,
  others: readonly WaitingEvent[],
  { state, effects, wakeAt, aside, facts, counts }: Exclude<Taken, 'abandoned' | { failure: unknown }>,
): Promise<Next> {
  const { chatId, revision } = chat;
  const held = await parts.commit({
    ...{ chatId, revision, seq, state, effects },
    ...(wakeAt !== undefined && { wakeAt }),
    ...(aside !== undefined && { aside }),
    ...(facts !== undefined && { facts }),
    ...(counts !== undefined && { counts }),
  });
  if (held === 'lost') {
    parts.counters.lostRaces += 1;
    return 'look';
  }
  parts.counters.turns += 1;
  parts.log.debug({ event: key, effects: effects.length }, 'a turn is stored');
  if (!held.owned) return 'let go';
  if (state === unchanged) return 'look';
  const stored = state === undefined ? undefined : JSON.stringify(state);
  const kept = aside === undefined ? chat.aside : aside;
  const note = kept === undefined || kept === null ? undefined : JSON.stringify(kept);
  return {
    events: others,
    chat: afterwards(chat, {
      revision: revision + 1,
      pending: held.pending,
      outbox: effects,
      ...(wakeAt !== undefined && { wakeAt: wakeAt ?? undefined }),
      // The next turn sees what is stored, not the object that this turn still has in hand.
      readState: () => (stored === undefined ? undefined : JSON.parse(stored)),
      readAside: () => (note === undefined ? undefined : JSON.parse(note)),
    }),
  };
}

async function setAside(
  parts: ChatParts,
  { instance }: Life,
  chat: HeldChat,
  event: WaitingEvent,
  failure: { readonly errorClass: string; readonly reference: string },
): Promise<Next> {
  const { chatId, revision } = chat;
  const { seq, key } = event;
  const state = readable(chat);
  const effects = parts.apology({ id: chatId, state }, failure.reference);
  const turn = { chatId, revision, seq, state: unchanged, effects };
  const isSecret = parts.isSecret?.(event, state) ?? false;
  const isDone = await parts.store.setAside(instance, turn, failure, { key, isSecret });
  if (isDone) {
    parts.counters.setAside += 1;
    parts.log.error(failure, 'an event is set aside');
  }
  return 'look';
}

function readable(chat: HeldChat): unknown {
  try {
    return chat.state;
  } catch {
    return undefined;
  }
}

type Change = Partial<Omit<HeldChat, 'state' | 'aside'>> & {
  readonly readState?: () => unknown;
  readonly readAside?: () => unknown;
};

/** The chat after a step. Spreading would read `state` and `aside`, which are read only when a turn wants them. */
function afterwards(chat: HeldChat, { readState, readAside, ...change }: Change): HeldChat {
  const { chatId, revision, pending, liveMessageId, wakeAt } = chat;
  return {
    ...{ chatId, revision, pending, liveMessageId, wakeAt, takeovers: 0, outbox: [], sent: 0 },
    ...change,
    get state() {
      return readState ? readState() : chat.state;
    },
    get aside() {
      return readAside ? readAside() : chat.aside;
    },
  };
}
