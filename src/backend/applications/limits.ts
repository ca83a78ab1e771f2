import type { Refusal } from './refusal.ts';

/** How many tries a window of time allows, counted in storage: neither a restart nor another instance gives more of them. */
export interface Limit {
  readonly name: string;
  readonly tries: number;
  readonly seconds: number;
}

export interface Limits {
  /** Takes one try before anything is done with it; a refusal when there was none left. `who` may be personal: it is hashed. */
  take(limit: Limit, who: string): Promise<Refusal | undefined>;
  /** Whether one is left, without taking it. */
  check(limit: Limit, who: string): Promise<Refusal | undefined>;
}

const HOUR = 3_600;

/** Generous for a person who slips, useless for whoever wants to try IINs or numbers through. */
export const limits = {
  pictureCodesPerOwner: { name: 'picture-codes', tries: 30, seconds: HOUR },
  personsPerOwner: { name: 'persons', tries: 20, seconds: HOUR },
  personsPerIin: { name: 'persons-iin', tries: 20, seconds: HOUR },
  submissionsPerOwner: { name: 'submissions', tries: 30, seconds: HOUR },
  /** Each sends a letter to whoever has that address. */
  addressesPerOwner: { name: 'addresses', tries: 5, seconds: HOUR },
  unknownNumbersPerClient: { name: 'unknown-numbers', tries: 30, seconds: HOUR },
} as const satisfies Record<string, Limit>;
export type LimitTable = Readonly<Record<keyof typeof limits, Limit>>;
