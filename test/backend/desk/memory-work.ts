// The desk's port to the applications, kept in memory: as strict as the real one about regions, own applications and `seen`.
import { createHash } from 'node:crypto';
import { countDays } from '../../../src/backend/applications/desk-figures.ts';
import type {
  ApplicationForDesk,
  Decision,
  DeskRefusal,
  DeskWork,
  OperatorIdentity,
  QueueEntry,
} from '../../../src/backend/applications/desk-work.ts';
import { checklistDocuments } from '../../../src/backend/applications/desk-work.ts';
import type { ApplicationStatus } from '../../../src/contract/statuses.ts';
import { type ApplicationNumber, createApplicationNumber } from '../../../src/domain/application-number.ts';
import { confirmationDeadline } from '../../../src/domain/confirmation-deadline.ts';
import { maskIin } from '../../../src/domain/iin.ts';

type Kept = Omit<ApplicationForDesk, 'seen' | 'may'> & { readonly iin: string };

const fingerprintOf = (iin: string) => createHash('sha256').update(iin).digest('hex').slice(0, 32);

export const almaty = { code: 'KZ-75', name: { kk: 'Алматы қаласы', ru: 'город Алматы', en: 'Almaty' } };
export const astana = { code: 'KZ-71', name: { kk: 'Астана қаласы', ru: 'город Астана', en: 'Astana' } };

export interface MemoryWork extends DeskWork {
  put(change?: Partial<Kept>): ApplicationNumber;
  change(number: ApplicationNumber, change: Partial<Kept>): void;
  statusOf(number: ApplicationNumber): ApplicationStatus | undefined;
}

export function createMemoryWork(clock: () => Date): MemoryWork {
  const kept = new Map<string, Kept>();
  const views = new Map<string, { number: string; operator: string; as: string }>();
  let count = 0;

  const visible = (number: string, by: OperatorIdentity) => {
    const application = kept.get(number);
    const own = application && (by.regions === 'all' || by.regions.includes(application.region.code));
    return own ? application : undefined;
  };
  const mayDecide = (application: Kept, by: OperatorIdentity): true | DeskRefusal => {
    if (application.status !== 'submitted') return 'application-state';
    return by.iinFingerprint === fingerprintOf(application.iin) ? 'own-application' : true;
  };
  const entryOf = ({ city, region, revocation: _, ...application }: Kept): QueueEntry => ({
    ...application,
    region: region.code,
    city: city.code,
  });
  const all = (by: OperatorIdentity) => [...kept.values()].filter(({ number }) => visible(number, by));

  function decide(
    { number, seen, by }: { number: ApplicationNumber; seen: string; by: OperatorIdentity },
    status: ApplicationStatus,
    reason: string | null,
  ): Decision<{ readonly status: ApplicationStatus }> {
    const application = visible(number, by);
    const view = views.get(seen);
    views.delete(seen);
    if (!application) return { because: 'application-unknown' };
    const may = mayDecide(application, by);
    if (may !== true) return { because: may };
    const fresh = view?.number === number && view.operator === by.id && view.as === JSON.stringify(application);
    if (!fresh) return { because: 'seen-stale' };
    const moment = { status, at: clock(), actor: `operator:${by.id}`, notice: null };
    kept.set(number, { ...application, status, reason, timeline: [...application.timeline, moment] });
    return { value: { status } };
  }

  return {
    fingerprintOf,
    put(change = {}) {
      const seed = String(100_000 + count++);
      const digits = [...`48209375${seed}`].map(Number);
      const number = createApplicationNumber(() => digits.shift() ?? 0);
      const at = clock();
      kept.set(number, {
        number,
        status: 'submitted',
        since: at,
        submittedAt: at,
        confirmBy: confirmationDeadline(at),
        person: { surname: 'СЫНАҚОВА', givenName: 'ӘЙГЕРІМ', patronymic: 'ҮЛГІҚЫЗЫ' },
        iin: '900101390002',
        email: 'aigerim@example.kz',
        region: almaty,
        city: { code: 'almaty', name: { kk: 'Алматы', ru: 'Алматы', en: 'Almaty' } },
        domain: 'example.kz',
        keyStorage: 'own-csr',
        key: { description: 'RSA 3072', spkiSha256: fingerprintOf('key').repeat(2) },
        agreement: { version: '1', agreedAt: at },
        language: 'kk',
        reason: null,
        certificate: null,
        timeline: [{ status: 'submitted', at, actor: 'applicant', notice: null }],
        letters: [],
        first: null,
        firstRevocation: null,
        revocation: null,
        renewedBy: null,
        letterRefused: false,
        ...change,
      });
      return number;
    },
    change(number, change) {
      const application = kept.get(number);
      if (application) kept.set(number, { ...application, ...change });
    },
    statusOf: (number) => kept.get(number)?.status,
    async find(number, by, options) {
      const application = visible(number, by);
      if (!application) return undefined;
      const seen = `seen-${views.size}-${Math.random()}`;
      views.set(seen, { number, operator: by.id, as: JSON.stringify(application) });
      const may = mayDecide(application, by);
      const iin = options?.fullIin ? application.iin : maskIin(application.iin);
      const lookIntoSigning = application.status === 'signing-unknown';
      const buttons = {
        confirm: may,
        confirming: 'alone',
        refuse: may,
        takeBack: false,
        revoke: 'application-state',
        revoking: 'alone',
        lookIntoSigning,
      } as const;
      return { ...application, iin, seen, may: buttons };
    },
    async queue(filter, { after = '0', limit = 50 }, by) {
      const wanted = all(by).filter(
        ({ status }) => filter === 'all' || (filter === 'to-confirm' && status === 'submitted'),
      );
      const end = Number(after) + limit;
      return {
        entries: wanted.slice(Number(after), end).map(entryOf),
        next: end < wanted.length ? String(end) : undefined,
      };
    },
    async counts(by) {
      const waiting = all(by).filter(({ status }) => status === 'submitted').length;
      const none = {
        'second-operator': 0,
        'expiring-soon': 0,
        trouble: 0,
        'revocation-asked': 0,
        'letters-refused': 0,
      };
      return { ...none, 'to-confirm': waiting };
    },
    fourEyes: false,
    compromisedAtOnce: true,
    takeBack: async () => false,
    revoke: async () => ({ because: 'application-state' }),
    async lookIntoSigning(number, by) {
      if (visible(number, by)?.status !== 'signing-unknown') return undefined;
      kept.set(number, { ...(kept.get(number) as Kept), status: 'issued' });
      return 'issued';
    },
    figures: (by) =>
      countDays(
        {
          submittedPerDay: async (since) =>
            all(by).map(({ submittedAt, status }) => ({
              day: Math.floor((submittedAt.getTime() - since.getTime()) / 86_400_000),
              status,
              count: 1,
            })),
        },
        clock(),
        by.regions,
      ),
    async search(text, by) {
      return all(by)
        .filter(({ number, iin, domain }) => [number, number.replaceAll('-', ''), iin, domain].includes(text))
        .map(entryOf);
    },
    async confirm({ checklist, ...request }) {
      const complete = checklistDocuments.every((document) => checklist.includes(document));
      return complete ? decide(request, 'confirmed', null) : { because: 'checklist-incomplete' };
    },
    async refuse({ reason, ...request }) {
      return reason.length === 0 || reason.length > 1_000
        ? { because: 'reason-missing' }
        : decide(request, 'refused', reason);
    },
    form: async (number, by) => (visible(number, by) ? Buffer.from('%PDF-1.7\n') : undefined),
  };
}
