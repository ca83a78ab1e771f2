import { setTimeout as delay } from 'node:timers/promises';

export interface Backoff {
  readonly firstMs: number;
  readonly capMs: number;
}

/** Doubles from `firstMs` to `capMs`; the upper half is random, so that many who failed together do not return together. */
export const backoffDelay = (
  { firstMs, capMs }: Backoff,
  failures: number,
  random: () => number = Math.random,
): number => {
  const full = Math.min(capMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return full / 2 + (full / 2) * random();
};

/** Resolves early, without an error, when the signal is aborted. */
export const pauseFor = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  delay(milliseconds, undefined, { signal }).catch(() => undefined);
