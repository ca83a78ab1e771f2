import { pauseFor } from './backoff.ts';

/** Keeps all calls back while Telegram wants a pause; the pause is shared by all instances through the store. */
export interface Gate {
  /** Resolves when a call may be made, or the signal is aborted. */
  pass(lane: Lane, signal: AbortSignal): Promise<void>;
  isOpen(): boolean;
  /** Telegram said 429: nobody calls for so long. */
  close(seconds: number): Promise<void>;
  /** Another instance was told to pause. */
  learn(pauseMs: number): void;
}

/** `interactive`: somebody waits for it. `bulk`: one of many, evenly spaced over all instances. */
export type Lane = 'interactive' | 'bulk';

interface GateStore {
  pause(milliseconds: number): Promise<void>;
  reserveBulk(count: number, spacingMs: number): Promise<number>;
}

/** Telegram allows about 30 messages a second. Moments that are 36 ms apart, each used at most 50 ms late, are 30 at most. */
const BULK_SPACING_MS = 36;
const BULK_LATE_MS = 50;
/** Those who waited for a pause do not all start in the same instant. */
const RELEASE_SPACING_MS = 5;
/** Bulk lets interactive calls go first after a pause. */
const BULK_HEAD_START_MS = 1_000;

export function createGate(store: GateStore, now: () => number = () => performance.now()): Gate {
  let openAt = 0;
  let nextRelease = 0;

  const waitForOpening = async (extraMs: number, signal: AbortSignal) => {
    while (!signal.aborted && now() < openAt + extraMs) await pauseFor(openAt + extraMs - now(), signal);
  };

  /** A moment that was missed is given up: to use it late would crowd those who come after it. */
  const waitForMoment = async (signal: AbortSignal) => {
    for (let isLate = true; isLate && !signal.aborted; ) {
      await waitForOpening(BULK_HEAD_START_MS, signal);
      const asked = now();
      const wait = await store.reserveBulk(1, BULK_SPACING_MS);
      await pauseFor(wait, signal);
      isLate = now() > asked + wait + BULK_LATE_MS || now() < openAt;
    }
  };

  return {
    async pass(lane, signal) {
      if (lane === 'bulk') return waitForMoment(signal);
      while (!signal.aborted && now() < openAt) {
        nextRelease = Math.max(nextRelease + RELEASE_SPACING_MS, openAt);
        await pauseFor(nextRelease - now(), signal);
      }
    },
    isOpen: () => now() >= openAt,
    async close(seconds) {
      const until = now() + seconds * 1_000;
      const isNews = until > openAt + 100;
      openAt = Math.max(openAt, until);
      // Not being able to tell the others does not keep this instance from obeying.
      if (isNews) await store.pause(seconds * 1_000).catch(() => undefined);
    },
    learn(pauseMs) {
      if (pauseMs > 0) openAt = Math.max(openAt, now() + pauseMs);
    },
  };
}
