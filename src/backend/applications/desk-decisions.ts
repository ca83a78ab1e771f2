// The port to where an operator's decision takes effect: what was seen, what is there now, and the move, in one transaction.
import type { ApplicationStatus, RevocationReason } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Application } from './application.ts';
import type { Move } from './applications.ts';
import type { DeskRefusal, OperatorIdentity } from './desk-work.ts';
import type { SharedDecision } from './lifecycle.ts';
import type { RevocationFacts } from './revocations.ts';

/** Where two operators have to confirm: what the first one did. */
export interface FirstConfirmation {
  readonly operatorId: string;
  /** The operator's own IIN as a keyed hash. */
  readonly person: string | null;
  readonly at: Date;
  /** Of a revocation: the second one has to confirm the same. */
  readonly reason: RevocationReason | null;
  /** Whether it was of exactly the data that are there now, by an operator who still is one. */
  readonly counts: boolean;
}

export type FirstConfirmations = Readonly<Partial<Record<SharedDecision, FirstConfirmation>>>;

/** What an operator has pressed, on which view. */
export interface Press {
  readonly number: ApplicationNumber;
  /** The one-time value. */
  readonly seen: string;
  readonly by: OperatorIdentity;
}

/** `as-first`: yes, but it takes effect only with the confirmation of a second operator. Undefined: yes. */
export type Verdict = DeskRefusal | 'as-first' | undefined;

export interface DeskDecisions {
  /** For a job: forgets the views that nobody decided upon in time, and first confirmations that wait for nobody any more. */
  sweep(now: Date): Promise<void>;
  firstConfirmations(application: Application): Promise<FirstConfirmations>;
  /** Remembers what this operator was shown; the one-time value that a decision must name. */
  show(application: Application, by: OperatorIdentity, expiresAt: Date, firsts?: FirstConfirmations): Promise<string>;
  /**
   * Uses the one-time value up and, if it stands for exactly what is there now and `judge` has nothing against it, makes the
   * move; or, if `judge` says `as-first`, only notes the first confirmation. Of two operators at once the second one waits and
   * then finds the move made.
   */
  decide(
    decision: Press & {
      readonly judge: (application: Application, first: FirstConfirmation | undefined) => Verdict;
      readonly move: Omit<Move, 'number' | 'from' | 'actor' | 'to'> & { readonly to: 'confirmed' | 'refused' };
    },
  ): Promise<{ readonly value: Application } | { readonly because: DeskRefusal }>;
  /** The same for a revocation, which is carried out elsewhere once it is decided: until then the status stays. */
  revoke(
    decision: Press & {
      readonly judge: (
        application: Application,
        first: FirstConfirmation | undefined,
        revocation: RevocationFacts | undefined,
      ) => Verdict;
      readonly reason: RevocationReason;
      readonly at: Date;
    },
  ): Promise<
    | { readonly value: { readonly status: ApplicationStatus; readonly waitsFor: 'second-operator' | 'authority' } }
    | { readonly because: DeskRefusal }
  >;
  /** Whether there was a first confirmation of this operator to be taken back. */
  takeBack(request: {
    readonly number: ApplicationNumber;
    readonly by: OperatorIdentity;
    readonly at: Date;
  }): Promise<boolean>;
}
