// What is remembered of the applications that were submitted here, so that notices can be sent to those whom they concern.
import type { ApplicationStatus } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Conversation } from './conversation.ts';

export interface KnownApplication {
  readonly number: ApplicationNumber;
  readonly status: ApplicationStatus;
  /** Its code. */
  readonly region: string | null;
  /** ISO 8601: the end of its certificate. */
  readonly endsAt: string | null;
}

/** As many as a person has at once, many times over. */
export const MAX_KNOWN = 20;

export function knowing(
  state: Conversation,
  number: ApplicationNumber,
  learnt: Partial<Omit<KnownApplication, 'number'>> & Pick<KnownApplication, 'status'>,
): Conversation {
  const former = state.known.find((each) => each.number === number);
  const others = state.known.filter((each) => each !== former);
  const { region = former?.region ?? null, endsAt = former?.endsAt ?? null, status } = learnt;
  return { ...state, known: [{ number, status, region, endsAt }, ...others].slice(0, MAX_KNOWN) };
}

/** The earliest end of a certificate that is in use. */
export function certificateEndsAt(known: readonly KnownApplication[]): string | null {
  const ends = known.flatMap(({ status, endsAt }) =>
    endsAt !== null && (status === 'issued' || status === 'set-up') ? [new Date(endsAt).toISOString()] : [],
  );
  return ends.sort((a, b) => (a < b ? -1 : 1))[0] ?? null;
}
