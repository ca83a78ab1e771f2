import { conflict } from '../refusal.ts';
import type { Update } from '../types.ts';
import type { UpdateQueue } from './update-queue.ts';

export interface Polling {
  /** Waits up to `timeout` seconds for the first update. A second poller ends the first one's wait with 409. */
  poll(request: { offset: number; limit: number; timeout: number; signal: AbortSignal }): Promise<Update[]> | Update[];
  /** Ends the wait of whoever polls, as setWebhook does. */
  interrupt(reason: string): void;
  close(): void;
}

export function createPolling(queue: UpdateQueue): Polling {
  let waiting: { wake(): void; refuse(error: Error): void } | undefined;
  queue.onAdded(() => waiting?.wake());

  const interrupt = (reason: string) => waiting?.refuse(conflict(reason));
  return {
    poll({ offset, limit, timeout, signal }) {
      interrupt('terminated by other getUpdates request; make sure that only one bot instance is running');
      if (offset < 0) queue.keepNewest(-offset);
      else queue.confirmBelow(offset);
      const take = () => firstOf(queue.pending(), limit);
      const ready = take();
      if (ready.length > 0 || timeout <= 0) return ready;
      return new Promise<Update[]>((resolve, reject) => {
        const finish = (settle: () => void) => {
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          if (waiting === own) waiting = undefined;
          settle();
        };
        const wake = () => finish(() => resolve(signal.aborted ? [] : take()));
        const own = { wake, refuse: (error: Error) => finish(() => reject(error)) };
        const timer = setTimeout(wake, Math.min(timeout, 50) * 1000);
        signal.addEventListener('abort', wake);
        waiting = own;
      });
    },
    interrupt,
    close: () => waiting?.wake(),
  };
}

function firstOf(updates: Iterable<Update>, limit: number): Update[] {
  const first: Update[] = [];
  for (const update of updates) {
    if (first.length >= limit) break;
    first.push(update);
  }
  return first;
}
