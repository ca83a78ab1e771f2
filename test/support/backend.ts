// The conversation's ports in memory: another implementation of them, with three regions, known picture codes and persons
// who do not exist. A test turns it off, makes it refuse, and looks at what it was asked.
import { createHash } from 'node:crypto';
import { createKeyMaker } from '../../src/bot/chat-keys/key-maker.ts';
import type { SecretFiles } from '../../src/bot/conversation/chat-keys.ts';
import type { Answered, InstallationReport, Services } from '../../src/bot/conversation/services.ts';
import { type Problem, problem } from '../../src/contract/problems.ts';
import type { OwnerView, Region, Submission } from '../../src/contract/schemas.ts';
import type { ApplicationStatus } from '../../src/contract/statuses.ts';
import { type ApplicationNumber, createApplicationNumber } from '../../src/domain/application-number.ts';
import { confirmationDeadline } from '../../src/domain/confirmation-deadline.ts';
import { maskIin } from '../../src/domain/iin.ts';
import type { PersonName } from '../../src/domain/person-name.ts';

export const persons = {
  '900101390002': { surname: 'Сынақ', givenName: 'Тест', patronymic: null },
  '851231490804': { surname: 'Үлгі', givenName: 'Айгерім', patronymic: 'Демо' },
  '000229590406': { surname: 'Сынақ-Жалғызтегі', givenName: null, patronymic: null },
} as const satisfies Record<string, PersonName>;
const personWith = (iin: string): PersonName | undefined => persons[iin as keyof typeof persons];
/** Its check digit holds, but nobody has it. */
export const nobodysIin = '980109090001';

const named = (kk: string, ru: string, en: string) => ({ kk, ru, en });
const city = (code: string, kk: string, ru: string, en: string, aliases: string[] = []) => ({
  code,
  name: named(kk, ru, en),
  aliases,
});
export const regions: readonly Region[] = [
  {
    code: 'KZ-63',
    name: named('Шығыс Қазақстан облысы', 'Восточно-Казахстанская область', 'East Kazakhstan Region'),
    aliases: ['ВКО'],
    cities: [
      city('oskemen', 'Өскемен', 'Усть-Каменогорск', 'Oskemen', ['Ust-Kamenogorsk']),
      city('ridder', 'Риддер', 'Риддер', 'Ridder'),
    ],
  },
  {
    code: 'KZ-10',
    name: named('Абай облысы', 'область Абай', 'Abai Region'),
    aliases: ['Abay Region'],
    // More than a page.
    cities: [
      city('semey', 'Семей', 'Семей', 'Semey', ['Семипалатинск']),
      city('ayagoz', 'Аягөз', 'Аягоз', 'Ayagoz'),
      city('kurchatov', 'Курчатов', 'Курчатов', 'Kurchatov'),
      ...Array.from({ length: 7 }, (_, at) => city(`c${at}`, `Қала ${at}`, `Город ${at}`, `Town ${at}`)),
    ],
  },
  {
    code: 'KZ-71',
    name: named('Астана', 'Астана', 'Astana'),
    aliases: ['Нур-Султан'],
    cities: [city('astana', 'Астана', 'Астана', 'Astana')],
  },
];

class Unreachable extends Error {}

/** A PNG of 4 by 4 points, which Telegram takes as a photo. */
export const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAADklEQVR4nGP4DwQMqAQAn3QP8Vthg78AAAAASUVORK5CYII=',
  'base64',
);
export const rightCode = (id: string): string => id.replace('picture-', '1000');

type Port = 'pictures' | 'people' | 'regions' | 'submit' | 'applications';

export type SentFile = Parameters<SecretFiles['send']>[1];

export interface TestBackend {
  readonly services: Services;
  /** Files with keys, as they were sent past the outbox. */
  readonly sentFiles: SentFile[];
  /** Ports that give no answer. */
  readonly down: Set<Port>;
  /** What each port refuses with from now on. */
  readonly refuse: Map<Port, Problem>;
  /** The regions as the operator has them now. */
  regions: readonly Region[];
  /** Submissions that took effect, with their idempotency keys. */
  readonly submitted: Map<string, Submission>;
  /** How often a submission came in, repeats and refused ones too. */
  submissions: number;
  pictures: number;
  /** Look-ups that a pass opens. */
  lookUps: number;
  application(number: string): OwnerView & { readonly owner: string };
  /** What the applicant's site looks like from outside. */
  site: (host: string) => InstallationReport;
  /** A compromised key waits for no operator. */
  revokesAtOnce: boolean;
  /** How often it was looked at. */
  looks: number;
  change(number: string, status: ApplicationStatus, more?: Partial<OwnerView>): void;
  /** What answers, but only after it has taken effect, never arrives. */
  loseNextAnswer: boolean;
}

export function createTestBackend(now: () => Date): TestBackend {
  const answers = new Map<string, string>();
  const passes = new Map<string, number>();
  const applications = new Map<string, OwnerView & { owner: string }>();

  const reach = (port: Port): Problem | undefined => {
    if (backend.down.has(port)) throw new Unreachable(port);
    return backend.refuse.get(port);
  };
  const read = (owner: string, number: ApplicationNumber): Answered<OwnerView> => {
    const found = applications.get(number);
    if (!found) return { problem: problem('application-unknown') };
    return found.owner === owner ? { value: found } : { problem: problem('application-not-owned') };
  };
  const move = (
    owner: string,
    number: ApplicationNumber,
    from: ApplicationStatus,
    to: ApplicationStatus,
  ): Answered<OwnerView> => {
    const refused = reach('applications');
    if (refused) return { problem: refused };
    const found = read(owner, number);
    if ('problem' in found) return found;
    if (found.value.status !== from) return { problem: problem('application-state') };
    backend.change(number, to);
    return { value: backend.application(number) };
  };

  const sentFiles: SentFile[] = [];
  const services: Services = {
    keyPage: {
      makeKey: async ({ domain }) => `https://bot.example.kz/key/#make-${domain}`,
      finish: async ({ number }) => `https://bot.example.kz/key/#finish-${number}`,
    },
    installation: {
      async look(domain) {
        backend.looks += 1;
        return backend.site(domain.replace('*.', 'www.'));
      },
    },
    keyMaker: createKeyMaker(now),
    secretFiles: createSecretFiles(sentFiles),
    pictureCodes: {
      async create() {
        const refused = reach('pictures');
        if (refused) return { problem: refused };
        const id = `picture-${++backend.pictures}`;
        answers.set(id, rightCode(id));
        return { value: { id, image: picture } };
      },
      async answer(_, id, answer) {
        const refused = reach('pictures');
        if (refused) return { problem: refused };
        const right = answers.get(id);
        answers.delete(id);
        if (right === undefined) return { problem: problem('picture-code-gone') };
        if (answer !== right) return { problem: problem('picture-code-wrong') };
        passes.set(`pass-${id}`, backend.lookUps);
        return { value: { pass: `pass-${id}` } };
      },
    },
    people: {
      async find(_, iin, pass) {
        const refused = reach('people');
        if (refused) return { problem: refused };
        const left = passes.get(pass ?? '') ?? 0;
        if (left === 0) return { problem: problem('picture-pass-gone') };
        passes.set(pass ?? '', left - 1);
        const person = personWith(iin);
        return person ? { value: person } : { problem: problem('iin-unknown', { field: 'iin' }) };
      },
    },
    regions: {
      async list() {
        reach('regions');
        return backend.regions;
      },
    },
    applications: {
      async submit(owner, submission, key) {
        backend.submissions += 1;
        const refused = reach('submit');
        if (refused) return { problem: refused };
        const number = numberFor(key);
        if (!backend.submitted.has(key)) {
          backend.submitted.set(key, submission);
          applications.set(number, { ...viewOf(number, submission, now()), owner });
        }
        if (backend.loseNextAnswer) {
          backend.loseNextAnswer = false;
          throw new Unreachable('submit');
        }
        return { value: backend.application(number) };
      },
      async read(owner, number) {
        const refused = reach('applications');
        if (refused) return { problem: refused };
        const found = applications.get(number);
        if (!found) return { problem: problem('application-unknown') };
        const { status, since, confirmBy } = found;
        return { value: found.owner === owner ? found : { view: 'status', number, status, since, confirmBy } };
      },
      async readForNews(owner, number) {
        if (['unavailable', 'too-many-tries'].includes(backend.refuse.get('applications')?.code ?? '')) {
          throw new Unreachable('applications');
        }
        return this.read(owner, number);
      },
      async form(owner, number, as) {
        const refused = reach('applications');
        if (refused) return { problem: refused };
        const found = read(owner, number);
        return 'problem' in found ? found : { value: as === 'png' ? picture : Buffer.from(`%PDF-1.7 ${number}`) };
      },
      async certificates(owner, number) {
        const refused = reach('applications');
        if (refused) return { problem: refused };
        const found = read(owner, number);
        if ('problem' in found) return found;
        return found.value.status === 'issued' || found.value.status === 'set-up'
          ? { value: { certificate: 'certificate', chain: ['issuer'], root: 'root' } }
          : { problem: problem('application-state') };
      },
      confirmSetUp: async (owner, number) => move(owner, number, 'issued', 'set-up'),
      withdraw: async (owner, number) => move(owner, number, 'submitted', 'withdrawn'),
      async askRevocation(owner, number, reason) {
        const refused = reach('applications');
        if (refused) return { problem: refused };
        const found = read(owner, number);
        if ('problem' in found) return found;
        const { status, revocation } = found.value;
        if (status !== 'issued' && status !== 'set-up') return { problem: problem('application-state') };
        const decided = backend.revokesAtOnce && reason === 'key-compromise';
        const askedAt = revocation?.askedAt ?? now().toISOString();
        backend.change(number, decided ? 'revoked' : status, { revocation: { reason, askedAt, decided } });
        return { value: backend.application(number) };
      },
      async changeEmail(owner, number, email) {
        const refused = reach('applications');
        if (refused) return { problem: refused };
        const found = read(owner, number);
        if ('problem' in found) return found;
        backend.change(number, found.value.status, { email, letterRefused: false });
        return { value: backend.application(number) };
      },
    },
    isUnreachable: (error) => error instanceof Unreachable,
  };

  const backend: TestBackend = {
    services,
    sentFiles,
    down: new Set(),
    refuse: new Map(),
    regions,
    submitted: new Map(),
    submissions: 0,
    pictures: 0,
    lookUps: 3,
    loseNextAnswer: false,
    site: (host) => ({ host, unreachable: 'no-address' }),
    revokesAtOnce: false,
    looks: 0,
    application(number) {
      const found = applications.get(number);
      if (!found) throw new Error(`no application ${number}`);
      return found;
    },
    change(number, status, more = {}) {
      const found = backend.application(number);
      const at = now().toISOString();
      applications.set(number, {
        ...found,
        status,
        since: at,
        timeline: [...found.timeline, { status, at, by: 'operator', notice: null }],
        ...more,
      });
    },
  };
  return backend;
}

/** Under which id a file is found: its place. */
const createSecretFiles = (sent: SentFile[]): SecretFiles => ({
  send: async (_, file) => `file-${sent.push(file) - 1}`,
  async fetch(fileId) {
    const found = sent[Number(fileId.replace('file-', ''))];
    return found ? { value: found.bytes } : { because: 'gone' };
  },
});

/** The same key, the same number. */
function numberFor(key: string): ApplicationNumber {
  const bytes = createHash('sha256').update(key).digest();
  let at = 0;
  return createApplicationNumber(() => (bytes[at++] ?? 0) % 10);
}

function viewOf(number: ApplicationNumber, submission: Submission, at: Date): OwnerView {
  const region = regions.find(({ code }) => code === submission.region);
  const place = region?.cities.find(({ code }) => code === submission.city);
  if (!region || !place) throw new Error('the bot submitted a place that is none');
  return {
    view: 'owner',
    number,
    status: 'submitted',
    since: at.toISOString(),
    confirmBy: confirmationDeadline(at).toISOString(),
    person: personWith(submission.iin) ?? { surname: null, givenName: null, patronymic: null },
    maskedIin: maskIin(submission.iin),
    email: submission.email,
    region: region.name,
    regionCode: region.code,
    city: place.name,
    cityCode: place.code,
    domain: submission.domain,
    keyStorage: submission.keyStorage,
    submittedAt: at.toISOString(),
    reason: null,
    validTo: null,
    renewableFrom: null,
    renews: submission.renews ?? null,
    renewedBy: null,
    revocation: null,
    letterRefused: false,
    timeline: [{ status: 'submitted', at: at.toISOString(), by: 'applicant', notice: null }],
  };
}
