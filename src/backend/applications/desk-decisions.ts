// The port to where an operator's decision takes effect: what was seen, what is there now, and the move, in one transaction.
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Application } from './application.ts';
import type { Move } from './applications.ts';
import type { DeskRefusal, OperatorIdentity } from './desk-work.ts';

export interface DeskDecisions {
  /** For a job: forgets the views that nobody decided upon in time. */
  sweep(now: Date): Promise<void>;
  /** Remembers what this operator was shown; the one-time value that a decision must name. */
  show(application: Application, by: OperatorIdentity, expiresAt: Date): Promise<string>;
  /**
   * Uses the one-time value up and, if it stands for exactly the data that are there now and `judge` has nothing against it,
   * makes the move. Of two operators at once the second one waits and then finds the move made.
   */
  decide(decision: {
    readonly number: ApplicationNumber;
    readonly seen: string;
    readonly by: OperatorIdentity;
    readonly judge: (application: Application) => DeskRefusal | undefined;
    readonly move: Omit<Move, 'number' | 'from' | 'actor'>;
  }): Promise<{ readonly value: Application } | { readonly because: DeskRefusal }>;
}
