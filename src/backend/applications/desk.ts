// The operators' decisions: who may see and decide what. Every look at personal data and every refusal leaves a trace.
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Clock } from '../../domain/clock.ts';
import { maskIin } from '../../domain/iin.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Regions } from '../regions/regions.ts';
import type { Application } from './application.ts';
import type { Applications } from './applications.ts';
import type { Audit } from './audit.ts';
import type { CertificateStorage } from './certificates.ts';
import type { DeskDecisions } from './desk-decisions.ts';
import type { DeskQueue } from './desk-queue.ts';
import {
  type ApplicationForDesk,
  checklistDocuments,
  type DeskRefusal,
  type DeskWork,
  type OperatorIdentity,
} from './desk-work.ts';
import { type Forms, formContent } from './form-requests.ts';
import type { Issue } from './issue.ts';
import { whoMoves } from './lifecycle.ts';
import { placeOf } from './views.ts';

export interface DeskParts {
  readonly applications: Applications;
  readonly certificates: CertificateStorage;
  readonly decisions: DeskDecisions;
  readonly queue: DeskQueue;
  readonly issue: Issue;
  readonly forms: Forms;
  readonly regions: Regions;
  readonly audit: Audit;
  readonly sealing: Sealing;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** Time to read an application and the papers on the counter. */
const VIEW_LIFE_MS = 60 * 60_000;
const MAX_REASON = 1_000;

export function createDeskWork(parts: DeskParts): DeskWork {
  const { applications, certificates, decisions, queue, forms, regions, audit, sealing, clock } = parts;

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

  const judge = (by: OperatorIdentity, to: 'confirmed' | 'refused') => (application: Application) =>
    judgeDecision(application, by, to, clock(), sealing);

  const decide = async (
    request: { readonly number: ApplicationNumber; readonly seen: string; readonly by: OperatorIdentity },
    move: { readonly to: 'confirmed' | 'refused'; readonly reason?: string },
  ): Promise<{ readonly value: Application } | { readonly because: DeskRefusal }> => {
    const { number, seen, by } = request;
    const letter = move.to === 'confirmed' ? 'approved' : 'refused';
    const decided = await decisions.decide({
      number,
      seen,
      by,
      judge: judge(by, move.to),
      move: { ...move, letter, at: clock() },
    });
    if ('because' in decided) await record('decision-refused', number, by, { to: move.to, because: decided.because });
    return decided;
  };

  return {
    async find(number, by, { fullIin = false } = {}) {
      const application = await findVisible(number, by);
      await record('read', number, by, { fullIin, found: application !== undefined });
      if (!application) return undefined;
      const certificate = await certificates.find(application.id);
      const { validFrom = null, validTo = null, serial = '' } = certificate ?? {};
      const mayDo = (to: 'confirmed' | 'refused') => judge(by, to)(application) ?? true;
      return {
        ...describe(application, regions, fullIin),
        certificate: validFrom && validTo ? { serial, validFrom, validTo } : null,
        timeline: await applications.timeline(application.id),
        letters: await queue.letters(application.id),
        may: { confirm: mayDo('confirmed'), refuse: mayDo('refused') },
        seen: await decisions.show(application, by, new Date(clock().getTime() + VIEW_LIFE_MS)),
      };
    },
    queue: (filter, page, by) => queue.list(filter, page, by.regions, clock()),
    async search(text, by) {
      await record('searched', '', by, {});
      return queue.search(text, by.regions);
    },
    counts: (by) => queue.counts(by.regions, clock()),
    async confirm({ checklist, ...request }) {
      if (!checklistDocuments.every((document) => checklist.includes(document)))
        return { because: 'checklist-incomplete' };
      const decided = await decide(request, { to: 'confirmed' });
      if ('because' in decided) return decided;
      const status = await parts.issue(request.number).catch(parts.onError);
      return status === 'issued' ? { value: { status } } : { because: 'ca-unavailable' };
    },
    async refuse({ reason, ...request }) {
      const trimmed = reason.trim();
      if (trimmed === '' || trimmed.length > MAX_REASON) return { because: 'reason-missing' };
      const decided = await decide(request, { to: 'refused', reason: trimmed });
      return 'because' in decided ? decided : { value: { status: decided.value.status } };
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

const sees = ({ regions }: OperatorIdentity, { region }: Application): boolean =>
  regions === 'all' || regions.includes(region);

function judgeDecision(
  application: Application,
  by: OperatorIdentity,
  to: 'confirmed' | 'refused',
  now: Date,
  sealing: Sealing,
): DeskRefusal | undefined {
  const { status, confirmBy, personal } = application;
  if (!sees(by, application)) return 'application-unknown';
  if (whoMoves(status, to) !== 'operator' || confirmBy < now || !personal) return 'application-state';
  return by.iinFingerprint === sealing.fingerprint(personal.iin) ? 'own-application' : undefined;
}

const nobody = { surname: null, givenName: null, patronymic: null };

function describe(
  application: Application,
  regions: Regions,
  fullIin: boolean,
): Omit<ApplicationForDesk, 'certificate' | 'timeline' | 'letters' | 'may' | 'seen'> {
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
