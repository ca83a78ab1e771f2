import { setTimeout as delay } from 'node:timers/promises';
import { backoffDelay, pauseFor } from '../../inbox/backoff.ts';
import type { Outcome, SendingStore, Taken } from '../broadcast-store.ts';

/** Takes recipients from the store and gives it what became of them, both in one statement, so that it asks seldom. */
export interface Wheel {
  /** Stores what is answered and takes at most `want` recipients. Rejects when the store does not answer: nothing is lost then. */
  turn(want: number): Promise<readonly Taken[] | 'stopped'>;
  /** `call` resolves with what became of the recipient, and never rejects. */
  begin(taken: Taken, call: Promise<Called>): void;
  /** Nothing is under way, and everything answered is stored. */
  isIdle(): boolean;
  /** Waits for what is under way, but not longer, and stores it. */
  settle(limitMs: number): Promise<void>;
}

export type Called = Pick<Outcome, 'state' | 'messageId'>;

export interface WheelParts {
  readonly store: Pick<SendingStore, 'turn'>;
  /** Under which name this instance is alive. */
  readonly instance: () => string;
  readonly reserve: number;
}

const SETTLE_TRIES = 5;
const RETRY = { firstMs: 200, capMs: 2_000 };

export function createWheel({ store, instance, reserve }: WheelParts, broadcastId: number): Wheel {
  const underWay = new Set<Promise<void>>();
  const answered: (Omit<Outcome, 'agoMs'> & { readonly at: number })[] = [];

  async function turn(want: number) {
    const batch = [...answered];
    const now = performance.now();
    const outcomes = batch.map(({ at, ...outcome }) => ({ ...outcome, agoMs: now - at }));
    const taken = await store.turn(instance(), broadcastId, { outcomes, want, reserve });
    answered.splice(0, batch.length);
    return taken;
  }

  return {
    turn,
    isIdle: () => underWay.size === 0 && answered.length === 0,
    begin({ chatId, slot }, call) {
      const stored: Promise<void> = call.then(({ state, messageId }) => {
        answered.push({ chatId, slot, state, messageId, at: performance.now() });
        underWay.delete(stored);
      });
      underWay.add(stored);
    },
    async settle(limitMs) {
      const patience = new AbortController();
      await Promise.race([Promise.all(underWay), pauseFor(limitMs, patience.signal)]);
      patience.abort();
      for (let failures = 1; ; failures += 1) {
        try {
          await turn(0);
          return;
        } catch (error) {
          if (failures === SETTLE_TRIES) throw error;
          await delay(backoffDelay(RETRY, failures));
        }
      }
    },
  };
}
