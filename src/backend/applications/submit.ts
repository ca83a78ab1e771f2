// Submitting: everything is checked again here, whatever the front-end has checked before.
import type { Submission } from '../../contract/schemas.ts';
import { type CheckedCsr, checkCsr } from '../../csr/check-csr.ts';
import type { Clock } from '../../domain/clock.ts';
import { confirmationDeadline } from '../../domain/confirmation-deadline.ts';
import { type DomainName, parseDomainName } from '../../domain/domain-name.ts';
import { type EmailAddress, parseEmailAddress } from '../../domain/email-address.ts';
import { type Iin, parseIin } from '../../domain/iin.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import { type People, PeopleUnavailable } from '../people/people.ts';
import type { Regions } from '../regions/regions.ts';
import type { Application } from './application.ts';
import type { Applications } from './applications.ts';
import type { CertificateStorage } from './certificates.ts';
import type { Limits, LimitTable } from './limits.ts';
import type { Outcome, Refusal } from './refusal.ts';
import { judgeRenewal } from './renew.ts';

export interface Submitting {
  readonly applications: Applications;
  readonly certificates: Pick<CertificateStorage, 'find'>;
  readonly people: People;
  readonly regions: Regions;
  readonly limits: Limits;
  readonly limitTable: LimitTable;
  readonly sealing: Sealing;
  readonly clock: Clock;
  /** SHA-256 of SubjectPublicKeyInfo in lower-case hex. */
  readonly blockedKeys: ReadonlySet<string>;
}

export type Submit = (owner: string, idempotencyKey: string, submission: Submission) => Promise<Outcome<Application>>;

export function createSubmit(parts: Submitting): Submit {
  return async (owner, key, submission) => {
    const bodyHash = parts.sealing.fingerprint(JSON.stringify(submission));
    const earlier = await parts.applications.findSubmitted(owner, key);
    if (earlier) {
      return earlier.bodyHash === bodyHash ? { value: earlier.application } : { because: 'idempotency-conflict' };
    }
    const tooMany = await parts.limits.take(parts.limitTable.submissionsPerOwner, owner);
    if (tooMany) return tooMany;
    const checked = checkSubmission(submission, parts);
    if ('because' in checked) return checked;
    const person = await findPerson(checked.iin, parts.people);
    if ('because' in person) return person;
    const { iin, email, domain, csr } = checked;
    const submittedAt = parts.clock();
    const renewal = { owner, domain: domain.ascii, submittedAt, iin };
    const renews = await judgeRenewal(submission.renews, renewal, parts);
    if ('because' in renews) return renews;
    const outcome = await parts.applications.submit(
      {
        owner,
        personal: { iin, email, person: person.value },
        region: submission.region,
        city: submission.city,
        domain: domain.ascii,
        csr: csr.der,
        spkiSha256: csr.spkiSha256,
        keyDescription: csr.key.type === 'rsa' ? `RSA ${csr.key.bits}` : csr.key.curve,
        keyStorage: submission.keyStorage,
        agreement: { version: submission.agreement.version, agreedAt: new Date(submission.agreement.agreedAt) },
        language: submission.language,
        renews: renews.value,
        submittedAt,
        confirmBy: confirmationDeadline(submittedAt),
      },
      { key, bodyHash },
    );
    return 'because' in outcome ? refusalOf(outcome.because) : { value: outcome.value };
  };
}

interface Checked {
  readonly iin: Iin;
  readonly email: EmailAddress | null;
  readonly domain: DomainName;
  readonly csr: CheckedCsr;
}

function checkSubmission(
  { iin, email, region, city, domain, csr, agreement }: Submission,
  { regions, blockedKeys, clock }: Pick<Submitting, 'regions' | 'blockedKeys' | 'clock'>,
): Checked | Refusal {
  const parsedIin = parseIin(iin);
  if ('because' in parsedIin) return { because: 'iin-invalid', field: 'iin', reason: parsedIin.because };
  const parsedEmail = email === null ? { value: null } : parseEmailAddress(email);
  if ('because' in parsedEmail) return { because: 'email-invalid', field: 'email', reason: parsedEmail.because };
  if (!regions.find(region, city)) return { because: 'city-unknown', field: 'city' };
  const parsedDomain = parseDomainName(domain);
  if ('because' in parsedDomain) return { because: 'domain-refused', field: 'domain', reason: parsedDomain.because };
  if (new Date(agreement.agreedAt).getTime() > clock().getTime() + CLOCK_SKEW_MS) {
    return { because: 'request-invalid', field: 'agreement' };
  }
  const checkedCsr = checkCsr(csr, { domain: parsedDomain.value.ascii, blockedKeys });
  if ('because' in checkedCsr) return { because: 'csr-refused', field: 'csr', reason: checkedCsr.because };
  return { iin: parsedIin.value, email: parsedEmail.value, domain: parsedDomain.value, csr: checkedCsr.value };
}

/** Two hosts never agree exactly on the time. */
const CLOCK_SKEW_MS = 5 * 60_000;

export async function findPerson(
  iin: Iin,
  people: People,
): Promise<Outcome<NonNullable<Awaited<ReturnType<People['find']>>>>> {
  try {
    const value = await people.find(iin);
    return value ? { value } : { because: 'iin-unknown', field: 'iin' };
  } catch (error) {
    if (error instanceof PeopleUnavailable) return { because: 'people-unavailable', retryAfter: 30 };
    throw error;
  }
}

function refusalOf(because: 'idempotency-conflict' | 'already-applied' | 'key-used'): Refusal {
  switch (because) {
    case 'idempotency-conflict':
      return { because };
    case 'already-applied':
      return { because, field: 'domain' };
    case 'key-used':
      return { because, field: 'csr' };
  }
}
