/** Taken once: in a test every look at a global costs, and there are millions. */
const { floor, imul } = Math;

/** The same numbers for the same seed (mulberry32). */
export interface Random {
  /** From 0 to 1. */
  unit(): number;
  between(from: number, to: number): number;
  whole(from: number, to: number): number;
  pick<Value>(values: readonly Value[]): Value;
  chance(probability: number): boolean;
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const unit = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number) => from + unit() * (to - from);
  const whole = (from: number, to: number) => floor(between(from, to + 1));
  return {
    unit,
    between,
    whole,
    pick: (values) => values[whole(0, values.length - 1)] as (typeof values)[number],
    chance: (probability) => unit() < probability,
  };
}
