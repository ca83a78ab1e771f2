import type { OperatorIdentity } from '../../applications/desk-work.ts';

/** Codes of regions an operator works for, or all of them. */
export type OperatorRegions = readonly string[] | 'all';

/** An operator as pages show one; nothing in it is secret. */
export interface Operator {
  readonly id: string;
  readonly name: string;
  readonly administrator: boolean;
  readonly regions: OperatorRegions;
  /** Keyed hash of the own IIN; null only for the first operator before the first log-in. */
  readonly iinFingerprint: string | null;
  readonly maskedIin: string | null;
  readonly mustChange: boolean;
  readonly hasSecondFactor: boolean;
  readonly createdAt: Date;
  readonly loggedInAt: Date | null;
  readonly disabledAt: Date | null;
}

export type OperatorRefusal =
  | 'operator-name-form'
  | 'operator-name-taken'
  | 'operator-unknown'
  | 'operator-regions'
  | 'operator-iin'
  | 'operator-self';

/** Lower-case Latin letters, digits, dots and hyphens: typed the same on every keyboard, unlike «а» and "a". */
export function parseOperatorName(text: string): string | undefined {
  const name = text.trim().toLowerCase();
  return /^[a-z][a-z0-9.-]{1,31}$/.test(name) ? name : undefined;
}

/** What the applications need to know of the one who acts. */
export const identityOf = ({ id, name, iinFingerprint, regions }: Operator): OperatorIdentity => ({
  id,
  name,
  iinFingerprint,
  regions,
});
