// One event becomes one turn: within a time limit, three tries, then it is out of the way. Stores nothing but the count of tries.
import type { Logger } from 'pino';
import { type Backoff, backoffDelay, pauseFor } from './backoff.ts';
import type { ChatEvent, Effect, HandleEvent, Turn } from './chat-event.ts';
import type { Counters } from './counters.ts';
import { type Failure, type HeldChat, type InboxStore, unchanged, type WaitingEvent } from './inbox-store.ts';

export interface TakeTurnParts {
  readonly handle: HandleEvent;
  readonly store: Pick<InboxStore, 'countTry'>;
  readonly slots: <Result>(work: () => Promise<Result>) => Promise<Result>;
  readonly hurry: (effect: Effect) => void;
  /** The world outside is down and the event is not to blame: it is tried again for as long as it takes. */
  readonly isOutage: (error: unknown) => boolean;
  readonly counters: Counters;
  readonly log: Logger;
  readonly newReference: () => string;
  readonly turnLimitMs: number;
  readonly retry: Backoff;
}

export type Taken =
  | (Omit<Turn, 'state'> & { readonly state: unknown | typeof unchanged })
  | { readonly failure: Failure }
  | 'abandoned';

const MAX_TRIES = 3;
/** So many instances died while they worked on the chat: the event that is first in line must be what kills them. */
const MAX_TAKEOVERS = 10;

export async function takeTurn(
  parts: TakeTurnParts,
  event: WaitingEvent,
  chat: HeldChat,
  life: AbortSignal,
): Promise<Taken> {
  const fail = (errorClass: string): { failure: Failure } => ({
    failure: { errorClass, reference: parts.newReference() },
  });
  if (chat.takeovers >= MAX_TAKEOVERS) return fail('instances-died');
  for (let outages = 0; ; ) {
    try {
      const turn = await parts.slots(() => handleOnce(parts, event, chat, life));
      return life.aborted ? 'abandoned' : turn;
    } catch (error) {
      if (life.aborted) return 'abandoned';
      parts.counters.turnRetries += 1;
      const isOutage = parts.isOutage(error);
      const tries = isOutage ? 0 : await parts.store.countTry(event.chatId, event.seq);
      const errorClass = classOf(error);
      parts.log.warn({ errorClass, tries }, 'a turn failed');
      if (tries >= MAX_TRIES) return fail(errorClass);
      if (isOutage) outages += 1;
      await pauseFor(backoffDelay(parts.retry, isOutage ? outages : tries), life);
    }
  }
}

async function handleOnce(
  { handle, hurry, turnLimitMs }: TakeTurnParts,
  event: WaitingEvent,
  chat: HeldChat,
  life: AbortSignal,
): Promise<Exclude<Taken, 'abandoned' | { failure: Failure }>> {
  if (event.kind === 'effect') return { state: unchanged, effects: [event.payload as Effect] };
  if (isOverdue(event, chat)) return { state: unchanged, effects: [] };
  const controller = new AbortController();
  let abort = () => controller.abort();
  const cut = new Promise<never>((_, reject) => {
    abort = () => {
      controller.abort();
      reject(new TurnTooLong());
    };
  });
  const timer = setTimeout(abort, turnLimitMs);
  life.addEventListener('abort', abort);
  try {
    const turn = await Promise.race([handle(event, chatOf(chat), { hurry, signal: controller.signal }), cut]);
    // A turn that is no JSON fails here, as its own mistake, and not in the statement that stores it with others.
    JSON.stringify([turn.state, turn.aside, turn.facts, turn.counts, turn.effects.map(({ params }) => params)]);
    return turn;
  } finally {
    clearTimeout(timer);
    life.removeEventListener('abort', abort);
  }
}

class TurnTooLong extends Error {
  override readonly name = 'TurnTooLong';
}

/** A timer that came due while an earlier event set another one in its place. */
const isOverdue = ({ kind, payload }: ChatEvent, { wakeAt }: HeldChat): boolean =>
  kind === 'timer' && wakeAt !== undefined && wakeAt > new Date((payload as { at: string }).at);

const chatOf = ({ chatId, state, aside, liveMessageId }: HeldChat) => ({
  id: chatId,
  state,
  ...(aside !== undefined && { aside }),
  ...(liveMessageId !== undefined && { liveMessageId }),
});

/** The kind of an error, never its message, which may repeat what the person wrote. */
function classOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[\w-]{1,40}$/.test(code) ? `${error.name} ${code}` : error.name;
}
