// What an operator is shown of an application, and which buttons go with it.
import { maskIin } from '../../domain/iin.ts';
import { nameless } from '../../domain/person-name.ts';
import type { Regions } from '../regions/regions.ts';
import type { Application } from './application.ts';
import type { FirstConfirmation, FirstConfirmations, Verdict } from './desk-decisions.ts';
import { SIGNING_TROUBLE_MS } from './desk-queue.ts';
import type { ApplicationForDesk, FirstForDesk } from './desk-work.ts';
import { type Judging, judgeDecision, judgeRevocation, type RevocationJudging } from './judge-decision.ts';
import { sharedDecisionOn } from './lifecycle.ts';
import type { RevocationFacts } from './revocations.ts';
import { placeOf } from './views.ts';

export function describeForDesk(application: Application, regions: Regions, fullIin: boolean) {
  const { personal, region, city, keyDescription, spkiSha256, id: _, owner: __, csr: ___, ...rest } = application;
  const place = placeOf(application, regions);
  return {
    ...rest,
    person: personal?.person ?? nameless,
    iin: personal && (fullIin ? personal.iin : maskIin(personal.iin)),
    email: personal?.email ?? null,
    region: { code: region, name: place.region },
    city: { code: city, name: place.city },
    key: { description: keyDescription, spkiSha256 },
  };
}

export const firstForDesk = (first: FirstConfirmation | undefined): FirstForDesk | null =>
  first ? { operatorId: first.operatorId, at: first.at, counts: first.counts, reason: first.reason } : null;

export function mayDo(
  application: Application,
  { firsts, revocation }: { readonly firsts: FirstConfirmations; readonly revocation: RevocationFacts | null },
  judging: Omit<Judging & RevocationJudging, 'to' | 'reason'>,
): ApplicationForDesk['may'] {
  const judge = (to: Judging['to']) => judgeDecision(application, firsts.confirmed, { ...judging, to });
  const reason = firsts.revoked?.reason ?? undefined;
  const confirm = judge('confirmed');
  const revoke = judgeRevocation(application, firsts.revoked, revocation, { ...judging, reason });
  const roleOf = (verdict: Verdict) => (verdict === 'as-first' ? 'as-first' : judging.fourEyes ? 'as-second' : 'alone');
  const decision = sharedDecisionOn(application.status);
  return {
    confirm: mayPress(confirm),
    confirming: roleOf(confirm),
    refuse: mayPress(judge('refused')),
    takeBack: decision !== undefined && !revocation?.decidedAt && firsts[decision]?.operatorId === judging.by.id,
    revoke: mayPress(revoke),
    revoking: roleOf(revoke),
    lookIntoSigning: isInTrouble(application, judging.now),
  };
}

const mayPress = (verdict: Verdict) => (verdict === undefined || verdict === 'as-first' ? true : verdict);

/** Approved, and without a certificate for longer than signing takes. */
export const isInTrouble = ({ status, since }: Application, now: Date): boolean =>
  status === 'signing-unknown' ||
  ((status === 'confirmed' || status === 'signing') && now.getTime() - since.getTime() > SIGNING_TROUBLE_MS);
