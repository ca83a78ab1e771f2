// What an operator is shown of an application, and which buttons go with it.
import { maskIin } from '../../domain/iin.ts';
import type { Regions } from '../regions/regions.ts';
import type { Application } from './application.ts';
import type { FirstConfirmation } from './desk-decisions.ts';
import { SIGNING_TROUBLE_MS } from './desk-queue.ts';
import type { ApplicationForDesk } from './desk-work.ts';
import { type Judging, judgeDecision, judgeRevocation } from './judge-decision.ts';
import type { RevocationFacts } from './revocations.ts';
import { placeOf } from './views.ts';

const nobody = { surname: null, givenName: null, patronymic: null };

export function describeForDesk(application: Application, regions: Regions, fullIin: boolean) {
  const { personal, region, city, keyDescription, spkiSha256, id: _, owner: __, csr: ___, ...rest } = application;
  const place = placeOf(application, regions);
  return {
    ...rest,
    person: personal?.person ?? nobody,
    iin: personal && (fullIin ? personal.iin : maskIin(personal.iin)),
    email: personal?.email ?? null,
    region: { code: region, name: place.region },
    city: { code: city, name: place.city },
    key: { description: keyDescription, spkiSha256 },
  };
}

export function mayDo(
  application: Application,
  { first, revocation }: { readonly first: FirstConfirmation | undefined; readonly revocation: RevocationFacts | null },
  judging: Omit<Judging, 'to'>,
): ApplicationForDesk['may'] {
  const judge = (to: Judging['to']) => judgeDecision(application, first, { ...judging, to });
  const [confirm, refuse] = [judge('confirmed'), judge('refused')];
  return {
    confirm: confirm === undefined || confirm === 'as-first' ? true : confirm,
    confirming: confirm === 'as-first' ? 'as-first' : judging.fourEyes ? 'as-second' : 'alone',
    refuse: refuse === undefined || refuse === 'as-first' ? true : refuse,
    takeBack: application.status === 'submitted' && first?.operatorId === judging.by.id,
    revoke: judgeRevocation(application, revocation, judging) ?? true,
    lookIntoSigning: isInTrouble(application, judging.now),
  };
}

/** Approved, and without a certificate for longer than signing takes. */
export const isInTrouble = ({ status, since }: Application, now: Date): boolean =>
  status === 'signing-unknown' ||
  ((status === 'confirmed' || status === 'signing') && now.getTime() - since.getTime() > SIGNING_TROUBLE_MS);
