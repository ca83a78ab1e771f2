// The port to where an operator's decision takes effect: what was seen, what is there now, and the move, in one transaction.
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Application } from './application.ts';
import type { Move } from './applications.ts';
import type { DeskRefusal, OperatorIdentity } from './desk-work.ts';

/** Where two operators have to confirm: what the first one did. */
export interface FirstConfirmation {
  readonly operatorId: string;
  /** The operator's own IIN as a keyed hash. */
  readonly person: string | null;
  readonly at: Date;
  /** Whether it was of exactly the data that are there now, by an operator who still is one. */
  readonly counts: boolean;
}

export interface DeskDecisions {
  /** For a job: forgets the views that nobody decided upon in time, and first confirmations that wait for nobody any more. */
  sweep(now: Date): Promise<void>;
  firstConfirmation(application: Application): Promise<FirstConfirmation | undefined>;
  /** Remembers what this operator was shown; the one-time value that a decision must name. */
  show(application: Application, by: OperatorIdentity, expiresAt: Date, first?: FirstConfirmation): Promise<string>;
  /**
   * Uses the one-time value up and, if it stands for exactly what is there now and `judge` has nothing against it, makes the
   * move; or, if `judge` says `as-first`, only notes the first confirmation. Of two operators at once the second one waits and
   * then finds the move made.
   */
  decide(decision: {
    readonly number: ApplicationNumber;
    readonly seen: string;
    readonly by: OperatorIdentity;
    readonly judge: (
      application: Application,
      first: FirstConfirmation | undefined,
    ) => DeskRefusal | 'as-first' | undefined;
    readonly move: Omit<Move, 'number' | 'from' | 'actor'>;
  }): Promise<{ readonly value: Application } | { readonly because: DeskRefusal }>;
  /** Uses the one-time value up for something that is done elsewhere: why it may not be done, or undefined. */
  use(view: {
    readonly number: ApplicationNumber;
    readonly seen: string;
    readonly by: OperatorIdentity;
    readonly at: Date;
    readonly judge: (application: Application) => DeskRefusal | undefined;
  }): Promise<DeskRefusal | undefined>;
  /** Whether there was a first confirmation of this operator to be taken back. */
  takeBack(request: {
    readonly number: ApplicationNumber;
    readonly by: OperatorIdentity;
    readonly at: Date;
  }): Promise<boolean>;
}
