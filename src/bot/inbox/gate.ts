import { pauseFor } from './backoff.ts';

/**
 * Keeps calls back while Telegram wants a pause, and to the token's rate while a broadcast uses it up. Pauses and slots are
 * shared by all instances through the store.
 */
export interface Gate {
  /** Resolves when the call may be made, or the signal is aborted. What it gives is called when the call was answered. */
  pass(method: string, signal: AbortSignal): Promise<() => void>;
  isOpen(): boolean;
  /** Telegram said 429: nobody calls for so long. */
  close(seconds: number): Promise<void>;
  /** What the instances share, as of now. */
  learn(shared: SharedLimits): void;
}

export interface SharedLimits {
  /** Nobody calls for so long. */
  readonly pauseMs: number;
  /** For so long every message needs a slot. */
  readonly bulkMs: number;
}

interface GateStore {
  pause(milliseconds: number): Promise<void>;
  takeSlot(): Promise<number | undefined>;
  freeSlot(slot: number): Promise<void>;
}

/** Those who waited for a pause do not all start in the same instant. */
const RELEASE_SPACING_MS = 5;
/** Slots come free every 33 ms at most: who asks more often than a broadcast does gets the next one. */
const SLOT_RETRY_MS = 12;

export function createGate(store: GateStore, now: () => number = () => performance.now()): Gate {
  let openAt = 0;
  let bulkUntil = 0;
  let nextRelease = 0;

  const waitForOpening = async (signal: AbortSignal) => {
    while (!signal.aborted && now() < openAt) {
      nextRelease = Math.max(nextRelease + RELEASE_SPACING_MS, openAt);
      await pauseFor(nextRelease - now(), signal);
    }
  };

  /** Not being able to ask for a slot does not keep anybody from an answer. */
  const slotFor = async (signal: AbortSignal): Promise<(() => void) | undefined> => {
    const slot = await store.takeSlot().catch(() => Number.NaN);
    if (slot === undefined) {
      await pauseFor(SLOT_RETRY_MS, signal);
      return undefined;
    }
    // A slot that is not given back comes free by itself after a while.
    return () => void (Number.isNaN(slot) || store.freeSlot(slot).catch(() => undefined));
  };

  return {
    async pass(method, signal) {
      await waitForOpening(signal);
      while (countsAsMessage(method) && now() < bulkUntil && !signal.aborted) {
        const release = await slotFor(signal);
        if (release && now() >= openAt) return release;
        release?.();
        await waitForOpening(signal);
      }
      return () => undefined;
    },
    isOpen: () => now() >= openAt,
    async close(seconds) {
      const until = now() + seconds * 1_000;
      const isNews = until > openAt + 100;
      openAt = Math.max(openAt, until);
      // Not being able to tell the others does not keep this instance from obeying.
      if (isNews) await store.pause(seconds * 1_000).catch(() => undefined);
    },
    learn({ pauseMs, bulkMs }) {
      if (pauseMs > 0) openAt = Math.max(openAt, now() + pauseMs);
      // A heartbeat from before the announcement must not take it back.
      bulkUntil = Math.max(bulkUntil, now() + bulkMs);
    },
  };
}

/** Edits, deletions, answers to buttons and chat actions are not what Telegram's limit of messages is about. */
const countsAsMessage = (method: string): boolean => /^(send|copy|forward)/.test(method) && method !== 'sendChatAction';
