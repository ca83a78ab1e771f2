// Renewing: from a month before its end a certificate can be replaced by one for another key. The rules, and nothing else.
import type { ApplicationStatus } from '../../contract/statuses.ts';
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import { DAY_MS } from '../../domain/clock.ts';
import type { Application, Submitted } from './application.ts';
import type { Applications } from './applications.ts';
import type { CertificateStorage } from './certificates.ts';
import { mayBecome } from './lifecycle.ts';
import type { Outcome } from './refusal.ts';

export const RENEWAL_DAYS = 30;

const renewableStatuses: readonly ApplicationStatus[] = mayBecome('superseded', 'clock');

/** Null where there is nothing to renew. A certificate that has ended already can be renewed as well. */
export const renewableFrom = ({ status }: Pick<Application, 'status'>, validTo: Date | null): Date | null =>
  validTo && renewableStatuses.includes(status) ? new Date(validTo.getTime() - RENEWAL_DAYS * DAY_MS) : null;

export interface Renewing {
  readonly applications: Pick<Applications, 'find'>;
  readonly certificates: Pick<CertificateStorage, 'find'>;
}

type Renewal = Pick<Submitted, 'owner' | 'domain' | 'submittedAt'> & { readonly iin: string };

/** Null when nothing is to be renewed. That the key is another one is for the storage, which sees all keys before it. */
export async function judgeRenewal(
  renews: string | undefined,
  { owner, domain, submittedAt, iin }: Renewal,
  { applications, certificates }: Renewing,
): Promise<Outcome<ApplicationNumber | null>> {
  if (renews === undefined) return { value: null };
  const because = 'renewal-refused';
  const number = parseApplicationNumber(renews);
  const old = number && (await applications.find(number));
  if (old?.owner !== owner) return { because, reason: 'unknown' };
  const from = renewableFrom(old, (await certificates.find(old.id))?.validTo ?? null);
  if (!from) return { because, reason: 'status' };
  if (from > submittedAt) return { because, reason: 'too-early' };
  if (old.domain !== domain) return { because, reason: 'other-domain' };
  if (old.personal?.iin !== iin) return { because, reason: 'other-person' };
  return { value: old.number };
}
