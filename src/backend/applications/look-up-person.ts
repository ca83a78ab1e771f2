import type { Clock } from '../../domain/clock.ts';
import { parseIin } from '../../domain/iin.ts';
import type { PersonName } from '../../domain/person-name.ts';
import type { People } from '../people/people.ts';
import type { Audit } from './audit.ts';
import type { Limits, LimitTable } from './limits.ts';
import type { Outcome, Refusal } from './refusal.ts';
import { findPerson } from './submit.ts';

export type LookUpPerson = (owner: string, iin: string, pass: string | null) => Promise<Outcome<PersonName>>;

export interface LookingUp {
  readonly people: People;
  readonly admit: (owner: string, pass: string | null) => Promise<Refusal | undefined>;
  readonly limits: Limits;
  readonly limitTable: LimitTable;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** The name for an IIN. A slip that the check digit finds costs nothing; anything else uses the pass and both limits. */
export function createLookUpPerson({ people, admit, limits, limitTable, audit, clock }: LookingUp): LookUpPerson {
  return async (owner, text, pass) => {
    const iin = parseIin(text);
    if ('because' in iin) return { because: 'iin-invalid', field: 'iin', reason: iin.because };
    const tooMany =
      (await limits.take(limitTable.personsPerOwner, owner)) ??
      (await limits.take(limitTable.personsPerIin, iin.value));
    if (tooMany) return tooMany;
    const refused = await admit(owner, pass);
    if (refused) return refused;
    const found = await findPerson(iin.value, people);
    const details = { outcome: 'because' in found ? found.because : 'found' };
    await audit.append({ at: clock(), actor: 'applicant', action: 'person-looked-up', subject: '', details });
    return found;
  };
}
