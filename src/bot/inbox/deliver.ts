// Sends the effects of one turn in their order and tells the store how far it got. Knows nothing of events.
import type { Logger } from 'pino';
import type { Effect } from './chat-event.ts';
import type { Counters } from './counters.ts';
import type { HeldChat, InboxStore, Progress } from './inbox-store.ts';
import type { Send, Sent } from './send.ts';

export interface DeliverParts {
  readonly store: Pick<InboxStore, 'mark' | 'rewrite' | 'setEffectAside'>;
  readonly send: Send;
  readonly counters: Counters;
  readonly log: Logger;
  readonly newReference: () => string;
}

/** `abandoned`: the signal was aborted, and what is not sent stays in the store. */
export type Delivered = 'lost' | 'abandoned' | (Progress & { readonly movedTo?: number });

/** Between two messages the store is told, so that a crash repeats one message at most. */
export async function deliver(
  parts: DeliverParts,
  instance: string,
  { chatId, revision, outbox, sent, liveMessageId }: HeldChat,
  signal: AbortSignal,
): Promise<Delivered> {
  let progress: Progress & { movedTo?: number } = { chatId, revision, liveMessageId, reach: undefined };
  let queue = outbox.slice(sent);
  let counted = sent;
  let isMarked = true;
  const mark = async () => {
    isMarked ||= await parts.store.mark(instance, { ...progress, sent: counted });
    return isMarked;
  };

  while (queue[0]) {
    const effect = queue[0];
    if (!effect.repeatable && !(await mark())) return 'lost';
    const outcome = await sendOrElse(parts, chatId, effect, signal, mark);
    if (outcome.to === 'abandon') return 'abandoned';
    if (outcome.to === 'block') {
      parts.counters.blocked += 1;
      return { ...progress, reach: 'blocked' };
    }
    if (outcome.to === 'migrate') {
      queue = queue.map((each) => addressTo(each, outcome.chatId));
      counted = 0;
      if (!(await parts.store.rewrite(instance, { chatId, revision }, queue))) return 'lost';
      progress = { ...progress, movedTo: outcome.chatId };
      continue;
    }
    if (outcome.to === 'accept' && !effect.repeatable) progress = { ...progress, reach: 'reached' };
    if (outcome.keptId !== undefined) progress = { ...progress, liveMessageId: outcome.keptId };
    queue = queue.slice(1);
    counted += 1;
    isMarked = effect.repeatable === true && isMarked;
  }
  return progress;
}

/** Sends the effect, or what it has for the case that it is refused. */
async function sendOrElse(
  parts: DeliverParts,
  chatId: number,
  effect: Effect,
  signal: AbortSignal,
  mark: () => Promise<boolean>,
): Promise<Sent & { readonly keptId?: number | undefined }> {
  const beforeWait = async () => void (await mark());
  const outcome = await parts.send(effect, { signal, beforeWait });
  if (outcome.to === 'accept') return { ...outcome, keptId: effect.keepMessageId && messageIdOf(outcome.result) };
  if (outcome.to !== 'refuse') return outcome;
  if (effect.orElse) return sendOrElse(parts, chatId, effect.orElse, signal, mark);
  if (!effect.ignoreRefusal) await keepForOperator(parts, chatId, effect, outcome.errorClass);
  return outcome;
}

async function keepForOperator(
  { store, counters, log, newReference }: DeliverParts,
  chatId: number,
  effect: Effect,
  errorClass: string,
): Promise<void> {
  const failure = { errorClass, reference: newReference() };
  counters.refusals += 1;
  log.error({ method: effect.method, ...failure }, 'Telegram refused a call: it is set aside');
  await store.setEffectAside(chatId, effect, failure);
}

const addressTo = (effect: Effect, chatId: number): Effect => ({
  ...effect,
  params: { ...effect.params, ...('chat_id' in effect.params && { chat_id: chatId }) },
  ...(effect.orElse && { orElse: addressTo(effect.orElse, chatId) }),
});

function messageIdOf(result: unknown): number | undefined {
  const id = (result as { message_id?: unknown } | undefined)?.message_id;
  return typeof id === 'number' ? id : undefined;
}
