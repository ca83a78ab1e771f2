/** How fast the sender goes: evenly, at the allowed rate, and slower for a while when Telegram says that this is too fast. */
export interface Pace {
  /** How many messages may go now; each one that is asked for is counted as gone with `took`. */
  due(): number;
  took(count: number): void;
  /** Telegram said 429. */
  refused(): void;
  /** Messages a second at the moment. */
  readonly rate: number;
}

/** A refusal so soon after the pause that the last one brought is about the rate, not about chance. */
const SOON_MS = 10_000;
/** Calls that were under way together are refused together. */
const TOGETHER_MS = 1_000;
const SLOWER = 0.8;
/** Each so many milliseconds without a refusal, a twentieth of the allowed rate comes back. */
const RECOVERY_MS = 5_000;
const RECOVERED = 0.05;
const LEAST = 0.1;
/** What was not used in so long is lost: nobody is to be flooded after a wait. */
const CARRIED_MS = 100;

export function createPace(allowed: number, now: () => number = () => performance.now()): Pace {
  let share = 1;
  let credit = 1;
  let countedAt = now();
  let refusedAt = Number.NEGATIVE_INFINITY;
  let changedAt = now();

  const recover = (at: number) => {
    const steps = Math.floor((at - changedAt) / RECOVERY_MS);
    if (steps < 1) return;
    changedAt += steps * RECOVERY_MS;
    share = Math.min(1, share + steps * RECOVERED);
  };

  return {
    get rate() {
      return allowed * share;
    },
    due() {
      const at = now();
      recover(at);
      const most = Math.max(2, (allowed * share * CARRIED_MS) / 1_000);
      credit = Math.min(most, credit + ((at - countedAt) * allowed * share) / 1_000);
      countedAt = at;
      return Math.floor(credit);
    },
    took(count) {
      credit -= count;
    },
    refused() {
      const at = now();
      const since = at - refusedAt;
      if (since > TOGETHER_MS && since < SOON_MS) {
        share = Math.max(LEAST, share * SLOWER);
        changedAt = at;
      }
      refusedAt = at;
    },
  };
}
