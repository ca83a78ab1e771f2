// The operators' decisions: who may see and decide what. Every look at personal data and every refusal leaves a trace.
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import type { Clock } from '../../domain/clock.ts';
import { parseDomainName } from '../../domain/domain-name.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Regions } from '../regions/regions.ts';
import type { Application } from './application.ts';
import { describeForDesk, firstForDesk, isInTrouble, mayDo } from './application-for-desk.ts';
import type { Applications } from './applications.ts';
import type { Audit } from './audit.ts';
import type { CertificateStorage } from './certificates.ts';
import type { DeskDecisions } from './desk-decisions.ts';
import { countDays, type DeskFigures } from './desk-figures.ts';
import type { DeskQueue } from './desk-queue.ts';
import {
  checklistDocuments,
  type DeskRefusal,
  type DeskWork,
  MOST_REASON,
  type OperatorIdentity,
} from './desk-work.ts';
import { type Forms, formContent } from './form-requests.ts';
import type { Issue } from './issue.ts';
import { judgeDecision, judgeRevocation, sees } from './judge-decision.ts';
import type { Revoke } from './revoke.ts';

export interface DeskParts {
  readonly applications: Applications;
  readonly certificates: CertificateStorage;
  readonly decisions: DeskDecisions;
  readonly queue: DeskQueue;
  readonly figures: DeskFigures;
  readonly issue: Issue;
  readonly revoke: Pick<Revoke, 'carryOut'>;
  readonly forms: Forms;
  readonly regions: Regions;
  readonly audit: Audit;
  readonly sealing: Sealing;
  readonly clock: Clock;
  /** Whether two operators have to confirm. */
  readonly fourEyes: boolean;
  readonly compromisedAtOnce: boolean;
  readonly onError: (error: unknown) => void;
}

/** Time to read an application and the papers on the counter. */
const VIEW_LIFE_MS = 60 * 60_000;

export function createDeskWork(parts: DeskParts): DeskWork {
  const { applications, certificates, decisions, queue, forms, regions, audit, sealing, clock } = parts;
  const { fourEyes, compromisedAtOnce } = parts;

  const record = (
    action: string,
    subject: string,
    by: OperatorIdentity,
    details: Readonly<Record<string, string | boolean>>,
  ) => audit.append({ at: clock(), actor: `operator:${by.id}`, action, subject, details });

  const findVisible = async (number: ApplicationNumber, by: OperatorIdentity) => {
    const application = await applications.find(number);
    return application && sees(by, application) ? application : undefined;
  };

  const judgingOf = (by: OperatorIdentity) => ({
    by,
    now: clock(),
    fourEyes,
    compromisedAtOnce,
    fingerprintOf: sealing.fingerprint,
  });

  const decide = async (
    request: { readonly number: ApplicationNumber; readonly seen: string; readonly by: OperatorIdentity },
    move: { readonly to: 'confirmed' | 'refused'; readonly reason?: string },
  ): Promise<{ readonly value: Application } | { readonly because: DeskRefusal }> => {
    const { number, seen, by } = request;
    const { to } = move;
    const decided = await decisions.decide({
      number,
      seen,
      by,
      judge: (application, first) => judgeDecision(application, first, { ...judgingOf(by), to }),
      move: { ...move, at: clock() },
    });
    if ('because' in decided) await record('decision-refused', number, by, { to, because: decided.because });
    return decided;
  };

  const issue = (number: ApplicationNumber) => parts.issue(number).catch(parts.onError);

  return {
    async find(number, by, { fullIin = false } = {}) {
      const application = await findVisible(number, by);
      await record('read', number, by, { fullIin, found: application !== undefined });
      if (!application) return undefined;
      const certificate = await certificates.find(application.id);
      const { validFrom = null, validTo = null, serial = '' } = certificate ?? {};
      const firsts = await decisions.firstConfirmations(application);
      const facts = await applications.findOwnerFacts(application.id);
      return {
        ...describeForDesk(application, regions, fullIin),
        ...facts,
        certificate: validFrom && validTo ? { serial, validFrom, validTo } : null,
        timeline: await applications.timeline(application.id),
        letters: await queue.letters(application.id),
        first: firstForDesk(firsts.confirmed),
        firstRevocation: firstForDesk(firsts.revoked),
        may: mayDo(application, { firsts, revocation: facts.revocation }, judgingOf(by)),
        seen: await decisions.show(application, by, new Date(clock().getTime() + VIEW_LIFE_MS), firsts),
      };
    },
    fourEyes,
    compromisedAtOnce,
    async queue(filter, page, by) {
      await record('listed', '', by, { filter }); // the list shows names
      return queue.list({ filter, ...page, regions: by.regions, now: clock(), fourEyes });
    },
    async search(text, by) {
      await record('searched', '', by, {});
      return queue.search(text, by.regions);
    },
    counts: (by) => queue.counts({ regions: by.regions, now: clock(), fourEyes }),
    async confirm({ checklist, ...request }) {
      if (!checklistDocuments.every((document) => checklist.includes(document)))
        return { because: 'checklist-incomplete' };
      const decided = await decide(request, { to: 'confirmed' });
      if ('because' in decided) return decided;
      if (decided.value.status === 'submitted') return { value: { status: 'submitted' } };
      const status = await issue(request.number);
      return status === 'issued' ? { value: { status } } : { because: 'ca-unavailable' };
    },
    figures: (by) => countDays(parts.figures, clock(), by.regions),
    takeBack: (number, by) => decisions.takeBack({ number, by, at: clock() }),
    async lookIntoSigning(number, by) {
      const application = await findVisible(number, by);
      if (!application || !isInTrouble(application, clock())) return undefined;
      await record('signing-looked-into', number, by, { status: application.status });
      return (await issue(number)) ?? application.status;
    },
    async refuse({ reason, ...request }) {
      const trimmed = reason.trim();
      if (trimmed === '' || trimmed.length > MOST_REASON) return { because: 'reason-missing' };
      const decided = await decide(request, { to: 'refused', reason: trimmed });
      return 'because' in decided ? decided : { value: { status: decided.value.status } };
    },
    async revoke({ typed, reason, ...request }) {
      const { number, by } = request;
      if (!isNamedBy(number, typed, await findVisible(number, by))) return { because: 'confirmation-mistyped' };
      const judging = { ...judgingOf(by), reason };
      const decided = await decisions.revoke({
        ...request,
        reason,
        at: judging.now,
        judge: (application, first, revocation) => judgeRevocation(application, first, revocation, judging),
      });
      if ('because' in decided) {
        await record('decision-refused', number, by, { to: 'revoked', because: decided.because });
        return decided;
      }
      if (decided.value.waitsFor === 'second-operator') return decided;
      await parts.revoke.carryOut(number).catch(parts.onError);
      const now = await applications.find(number);
      return now?.status === 'revoked' ? { value: { status: now.status } } : decided;
    },
    async form(number, by) {
      const application = await findVisible(number, by);
      await record('read-form', number, by, { found: application !== undefined });
      const content = application && formContent(application, regions);
      return content && forms.pdf(content);
    },
    fingerprintOf: (iin) => sealing.fingerprint(iin),
  };
}

const isNamedBy = (number: ApplicationNumber, typed: string, application: Application | undefined): boolean => {
  const domain = parseDomainName(typed);
  return parseApplicationNumber(typed) === number || ('value' in domain && domain.value.ascii === application?.domain);
};
