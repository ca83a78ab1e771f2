// The "Individuals" database: who an IIN belongs to. Must not know what an application is, nor keep what it was asked.
import type { Iin } from '../../domain/iin.ts';
import type { PersonName } from '../../domain/person-name.ts';

export interface People {
  /**
   * The name for an IIN; `undefined` when the database has no such person, who then must "apply to the Documentation Unit in
   * the city Department of Justice" (guide, step 3). At least one part of a name that is found is not null, and no part is
   * empty. May be called concurrently; answers are not cached, a name can change.
   * Throws `PeopleUnavailable` when there was no answer that can be trusted within the adapter's time limit (3 s unless told
   * otherwise): that must never be taken for "no such person".
   */
  find(iin: Iin): Promise<PersonName | undefined>;
}

/** Its message names the kind of failure and never the IIN, so it may be logged. */
export class PeopleUnavailable extends Error {
  override readonly name = 'PeopleUnavailable';
}
