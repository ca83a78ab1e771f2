// The port to revocations, kept as facts that follow one another: asked for, decided, done.
import type { RevocationReason } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { RevocationBooks } from '../ca/kept-revocation-list.ts';
import type { Application } from './application.ts';

export interface RevocationFacts {
  readonly reason: RevocationReason;
  readonly askedAt: Date;
  /** As in `Moment`. */
  readonly askedBy: string;
  /** From here on it only waits for the authority. */
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
}

export interface RevocationWish {
  readonly number: ApplicationNumber;
  readonly reason: RevocationReason;
  /** As in `Moment`. */
  readonly by: string;
  readonly at: Date;
  /** The id of who confirmed it first, where two operators have to. */
  readonly first?: string | undefined;
}

/** What the authority is told. */
export interface DecidedRevocation {
  readonly reason: RevocationReason;
  /** Hex. */
  readonly serial: string;
}

export interface RevocationStorage extends RevocationBooks {
  /**
   * Undefined when there is no certificate to be revoked (any more). Asked again, only the reason changes, and what is decided
   * stands as it is.
   */
  ask(wish: RevocationWish): Promise<RevocationFacts | undefined>;
  /** From now on it is carried out, if need be again and again. Undefined as above. */
  decide(wish: RevocationWish): Promise<RevocationFacts | undefined>;
  /** Undefined when nothing is decided, or all is done. */
  decided(number: ApplicationNumber): Promise<DecidedRevocation | undefined>;
  /** The authority has it: the application is revoked, and its key never used again. Undefined when another was faster. */
  finish(number: ApplicationNumber, at: Date): Promise<Application | undefined>;
  /** Decided, yet not done. */
  unfinished(limit: number): Promise<readonly ApplicationNumber[]>;
}
