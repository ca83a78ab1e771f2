// Whether this operator may make this decision on this application now. Asked for the buttons, and again under the row's lock.
import type { Sealing } from '../../sealing/sealing.ts';
import type { Application } from './application.ts';
import type { FirstConfirmation } from './desk-decisions.ts';
import type { DeskRefusal, OperatorIdentity } from './desk-work.ts';
import { revocableStatuses, whoMoves } from './lifecycle.ts';
import type { RevocationFacts } from './revocations.ts';

export interface Judging {
  readonly by: OperatorIdentity;
  readonly to: 'confirmed' | 'refused';
  readonly now: Date;
  readonly fourEyes: boolean;
  readonly fingerprintOf: Sealing['fingerprint'];
}

/** `as-first`: yes, but it takes effect only with the confirmation of a second operator. Undefined: yes. */
export function judgeDecision(
  application: Application,
  first: FirstConfirmation | undefined,
  { by, to, now, fourEyes, fingerprintOf }: Judging,
): DeskRefusal | 'as-first' | undefined {
  const { status, confirmBy, personal } = application;
  if (!sees(by, application)) return 'application-unknown';
  if (whoMoves(status, to) !== 'operator' || confirmBy < now || !personal) return 'application-state';
  if (by.iinFingerprint === fingerprintOf(personal.iin)) return 'own-application';
  if (to === 'refused' || !fourEyes) return undefined;
  if (!first?.counts) return 'as-first';
  return isSamePerson(first, by) ? 'second-operator' : undefined;
}

/** What is decided already only waits for the authority. */
export function judgeRevocation(
  application: Application,
  revocation: Pick<RevocationFacts, 'decidedAt'> | null | undefined,
  { by, fingerprintOf }: Pick<Judging, 'by' | 'fingerprintOf'>,
): DeskRefusal | undefined {
  const { status, personal } = application;
  if (!sees(by, application)) return 'application-unknown';
  if (!revocableStatuses.includes(status) || revocation?.decidedAt) return 'application-state';
  return personal && by.iinFingerprint === fingerprintOf(personal.iin) ? 'own-application' : undefined;
}

export const sees = ({ regions }: OperatorIdentity, { region }: Application): boolean =>
  regions === 'all' || regions.includes(region);

/** Two accounts of one person are not four eyes. */
const isSamePerson = ({ operatorId, person }: FirstConfirmation, by: OperatorIdentity): boolean =>
  operatorId === by.id || (person !== null && person === by.iinFingerprint);
