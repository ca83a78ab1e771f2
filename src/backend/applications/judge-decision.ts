// Whether this operator may make this decision on this application now. Asked for the buttons, and again under the row's lock.
import type { RevocationReason } from '../../contract/statuses.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Application } from './application.ts';
import type { FirstConfirmation, Verdict } from './desk-decisions.ts';
import type { OperatorIdentity } from './desk-work.ts';
import { whoMoves } from './lifecycle.ts';
import type { RevocationFacts } from './revocations.ts';

export interface Judging {
  readonly by: OperatorIdentity;
  readonly to: 'confirmed' | 'refused';
  readonly now: Date;
  readonly fourEyes: boolean;
  readonly fingerprintOf: Sealing['fingerprint'];
}

export function judgeDecision(
  application: Application,
  first: FirstConfirmation | undefined,
  { by, to, now, fourEyes, fingerprintOf }: Judging,
): Verdict {
  const { status, confirmBy, personal } = application;
  if (!sees(by, application)) return 'application-unknown';
  if (whoMoves(status, to) !== 'operator' || confirmBy < now || !personal) return 'application-state';
  if (by.iinFingerprint === fingerprintOf(personal.iin)) return 'own-application';
  return to === 'refused' || !fourEyes ? undefined : judgeSecond(first, by);
}

export interface RevocationJudging extends Pick<Judging, 'by' | 'fourEyes' | 'fingerprintOf'> {
  /** Undefined: not chosen yet. */
  readonly reason: RevocationReason | undefined;
  /** A compromised key waits for no second operator. */
  readonly compromisedAtOnce: boolean;
}

/** What is decided already only waits for the authority. */
export function judgeRevocation(
  application: Application,
  first: FirstConfirmation | undefined,
  revocation: Pick<RevocationFacts, 'decidedAt'> | null | undefined,
  { by, fourEyes, fingerprintOf, reason, compromisedAtOnce }: RevocationJudging,
): Verdict {
  const { status, personal } = application;
  if (!sees(by, application)) return 'application-unknown';
  if (whoMoves(status, 'revoked') !== 'operator' || revocation?.decidedAt) return 'application-state';
  if (personal && by.iinFingerprint === fingerprintOf(personal.iin)) return 'own-application';
  const isUrgent = compromisedAtOnce && reason === 'key-compromise';
  return !fourEyes || isUrgent ? undefined : judgeSecond(first?.reason === reason ? first : undefined, by);
}

export const sees = ({ regions }: OperatorIdentity, { region }: Application): boolean =>
  regions === 'all' || regions.includes(region);

/** Where two have to confirm. Two accounts of one person are not four eyes. */
function judgeSecond(first: FirstConfirmation | undefined, by: OperatorIdentity): Verdict {
  if (!first?.counts) return 'as-first';
  const isSamePerson = first.operatorId === by.id || (first.person !== null && first.person === by.iinFingerprint);
  return isSamePerson ? 'second-operator' : undefined;
}
