// Revoking: the owner asks, an operator decides (or the configuration has, for a compromised key), the authority is told, and
// only then the certificate counts as revoked. Whatever breaks in between is gone on with by a job.
import type { ApplicantReason, RevocationReason } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Revoker } from '../ca/certificate-authority.ts';
import type { RevocationReason as ListedReason } from '../ca/revocation-list.ts';
import type { RevocationFacts, RevocationStorage } from './revocations.ts';

export interface Revoking {
  readonly revocations: RevocationStorage;
  /** An authority without `revoke` makes its list out of our books. */
  readonly authority: Partial<Revoker>;
  /** A compromised key waits for no operator. */
  readonly compromisedAtOnce: boolean;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

export interface Revoke {
  /** The owner's wish; undefined when there is nothing to be revoked. */
  ask(number: ApplicationNumber, reason: ApplicantReason): Promise<RevocationFacts | undefined>;
  /** Carries out what is decided: `revoked`, or undefined when it is not done (yet). May be called at the same time. */
  carryOut(number: ApplicationNumber): Promise<'revoked' | undefined>;
}

/** How a list names it: for a key that nobody has, the standard has no word. */
export const listedReason = (reason: RevocationReason): ListedReason =>
  reason === 'key-lost' ? 'unspecified' : reason;

export function createRevoke({ revocations, authority, compromisedAtOnce, clock, onError }: Revoking): Revoke {
  const carryOut: Revoke['carryOut'] = async (number) => {
    const decided = await revocations.decided(number);
    if (!decided) return undefined;
    const { serial, reason } = decided;
    const isTold = !authority.revoke || (await authority.revoke({ serial, reason: listedReason(reason), at: clock() }));
    return isTold && (await revocations.finish(number, clock())) ? 'revoked' : undefined;
  };

  return {
    carryOut,
    async ask(number, reason) {
      const isDecided = compromisedAtOnce && reason === 'key-compromise';
      const asked = await revocations[isDecided ? 'decide' : 'ask']({ number, reason, by: 'applicant', at: clock() });
      // The decision is stored: an authority that is away must not make it look undone.
      if (asked?.decidedAt) await carryOut(number).catch(onError);
      return asked;
    },
  };
}
