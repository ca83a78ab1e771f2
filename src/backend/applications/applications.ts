// The port to where applications are kept. Every change is conditional, and takes effect together with its history, its
// audit line and its letter, or not at all.
import type { ApplicationStatus } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Application, Submitted } from './application.ts';
import type { Moment } from './lifecycle.ts';
import type { RevocationFacts } from './revocations.ts';

export interface Applications {
  /** The earlier submission under this owner and key, whatever became of it. */
  findSubmitted(
    owner: string,
    idempotencyKey: string,
  ): Promise<{ application: Application; bodyHash: string } | undefined>;
  /** Of several at once with the same owner and key, one is stored; the others get that one, as `repeated`. */
  submit(
    submitted: Submitted,
    idempotency: { readonly key: string; readonly bodyHash: string },
  ): Promise<
    | { readonly value: Application; readonly repeated: boolean }
    | { readonly because: 'idempotency-conflict' | 'already-applied' | 'key-used' }
  >;
  find(number: ApplicationNumber): Promise<Application | undefined>;
  timeline(id: number): Promise<readonly Moment[]>;
  findOwnerFacts(id: number): Promise<OwnerFacts>;
  /** Undefined when the application was not in a status of `from` (any more). */
  move(move: Move): Promise<Application | undefined>;
}

/** What an owner is shown beside the application itself. */
export interface OwnerFacts {
  readonly revocation: RevocationFacts | null;
  /** The newest application that is on its way to replace this one's certificate, or has done so. */
  readonly renewedBy: ApplicationNumber | null;
  /** The last letter came to nothing because of its address, for good or in the end. */
  readonly letterRefused: boolean;
}

export interface Move {
  readonly number: ApplicationNumber;
  readonly from: readonly ApplicationStatus[];
  readonly to: ApplicationStatus;
  /** As in `Moment`. */
  readonly actor: string;
  readonly at: Date;
  readonly reason?: string;
  /** For the audit, beside the status. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** What time does to applications. In portions, so that a sweep of many never holds the others up. */
export interface Deadlines {
  /** Expires up to `limit` submitted applications past their deadline and destroys their data; how many there were. */
  expireDue(now: Date, limit: number): Promise<number>;
  /** Writes to up to `limit` applicants whose deadline is within `days` days, once for each number of days; how many. */
  remindDue(now: Date, days: number, limit: number): Promise<number>;
  /** The same for certificates that end within `days` days, and are not replaced yet. */
  remindEnding(now: Date, days: number, limit: number): Promise<number>;
  /** Destroys the personal data of up to `limit` applications that were refused before this moment; how many. */
  eraseRefused(before: Date, limit: number): Promise<number>;
}
