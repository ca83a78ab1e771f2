import { tooManyRequests } from './refusal.ts';

export interface SendRate {
  /** At most so many sends in any window of one second; undefined lifts the limit. */
  restrict(perSecond: number | undefined): void;
  /** Throws 429 when the window is full. */
  enter(): void;
  /** The most sends that were accepted within any one second, and how many were refused. */
  readonly counted: { busiest: number; refused: number };
}

export function createSendRate(now: () => number): SendRate {
  let limit: number | undefined;
  let window: number[] = [];
  let start = 0;
  const counted = { busiest: 0, refused: 0 };
  return {
    counted,
    restrict(perSecond) {
      limit = perSecond;
      counted.busiest = 0;
      counted.refused = 0;
    },
    enter() {
      const at = now();
      while (start < window.length && (window[start] ?? 0) <= at - 1000) start++;
      if (limit !== undefined && window.length - start >= limit) {
        counted.refused++;
        throw tooManyRequests(1);
      }
      window.push(at);
      counted.busiest = Math.max(counted.busiest, window.length - start);
      if (start > 1000) {
        window = window.slice(start);
        start = 0;
      }
    },
  };
}
