// Work that nobody brings: chats of dead instances, events of others' transactions, moments that have come.
import type { NewEvent } from './chat-event.ts';
import type { HeldChat, InboxStore } from './inbox-store.ts';

export interface LeftoverParts {
  readonly store: Pick<InboxStore, 'takeOver' | 'dueWakeUps' | 'clearWakeUps'>;
  readonly takeUp: (chat: HeldChat) => void;
  readonly enqueue: (events: readonly NewEvent[]) => Promise<void>;
}

const AT_ONCE = 100;

export async function takeLeftovers({ store, takeUp }: LeftoverParts, instance: string): Promise<number> {
  let total = 0;
  for (let taken = AT_ONCE; taken === AT_ONCE; total += taken) {
    const chats = await store.takeOver(instance, AT_ONCE);
    for (const chat of chats) takeUp(chat);
    taken = chats.length;
  }
  return total;
}

/** A crash between the two steps, or two instances at once, make the same key again: the moment comes once. */
export async function wakeUp({ store, enqueue }: LeftoverParts): Promise<void> {
  for (let due = AT_ONCE; due === AT_ONCE; ) {
    const wakeUps = await store.dueWakeUps(AT_ONCE);
    due = wakeUps.length;
    if (due === 0) return;
    await enqueue(
      wakeUps.map(({ chatId, at }) => ({
        key: `timer:${chatId}:${at.getTime()}`,
        chatId,
        kind: 'timer' as const,
        payload: { at: at.toISOString() },
      })),
    );
    await store.clearWakeUps(wakeUps);
  }
}
