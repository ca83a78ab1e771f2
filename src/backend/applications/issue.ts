// From an approval to the certificate, in Boulder's order: check, store serial and bytes, audit, sign, verify, store. Whatever
// comes in between, the next call goes on from what is stored; there is never a second certificate.
import type { ApplicationStatus } from '../../contract/statuses.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Clock } from '../../domain/clock.ts';
import type { CertificateAuthority, Prepared, Signing } from '../ca/certificate-authority.ts';
import type { Application } from './application.ts';
import type { Applications } from './applications.ts';
import type { Audit } from './audit.ts';
import type { CertificateStorage, PreparedSigning } from './certificates.ts';

export interface Issuing {
  readonly applications: Pick<Applications, 'find' | 'move'>;
  readonly certificates: CertificateStorage;
  readonly authority: CertificateAuthority;
  readonly audit: Audit;
  readonly clock: Clock;
}

/** Brings an approved application as far as it can be brought now; its status then. May be called at the same time. */
export type Issue = (number: ApplicationNumber) => Promise<ApplicationStatus | undefined>;

/** Longer than an authority may take to answer: until then nobody else works on it. */
const LEASE_MS = 60_000;

export function createIssue(parts: Issuing): Issue {
  const { applications, certificates, authority, clock } = parts;
  const leaseEnd = (at: Date) => new Date(at.getTime() + LEASE_MS);

  const begin = async (application: Application) => {
    if (!application.csr) throw new Error('an approved application without its request');
    const prepared = await authority.prepare({ csr: application.csr, domain: application.domain });
    if ('because' in prepared) return refuse(application.number, prepared.because);
    const at = clock();
    const begun = await certificates.begin({ application, ...prepared.value }, at, leaseEnd(at));
    return begun && settle(application.number, await authority.issue(prepared.value));
  };

  const goOn = async (application: Application) => {
    const at = clock();
    const signing = await certificates.takeOver(application.number, at, leaseEnd(at));
    if (!signing) return undefined;
    const prepared = preparedOf(signing);
    const found = await authority.find(prepared);
    if (found.kind !== 'absent') return settle(application.number, found);
    const { number } = application;
    await applications.move({ number, from: ['signing-unknown'], to: 'signing', actor: 'ca', at: clock() });
    return settle(number, await authority.issue(prepared));
  };

  const settle = async (number: ApplicationNumber, signing: Signing): Promise<Application | undefined> => {
    switch (signing.kind) {
      case 'issued': {
        const { serial: _, certificate, chain, root, validFrom, validTo } = signing.issued;
        const files = { certificate, chain: [...chain], root };
        return certificates.finish(number, { files, validFrom, validTo }, clock());
      }
      case 'absent':
        return undefined;
      case 'refused':
        return refuse(number, signing.because);
      case 'unknown':
        return moveToUnknown(number, { unknown: signing.because });
      case 'misissued':
        return moveToUnknown(number, { misissued: signing.because });
    }
  };

  const moveToUnknown = async (number: ApplicationNumber, details: Readonly<Record<string, string>>) => {
    const at = clock();
    const moved = await applications.move({
      number,
      from: ['signing'],
      to: 'signing-unknown',
      actor: 'ca',
      at,
      details,
    });
    if (!moved) await parts.audit.append({ at, actor: 'ca', action: 'still-unknown', subject: number, details });
    return moved;
  };

  const refuse = (number: ApplicationNumber, because: string) =>
    applications.move({
      number,
      from: ['confirmed', 'signing', 'signing-unknown'],
      to: 'refused',
      actor: 'ca',
      at: clock(),
      reason: because,
      details: { because },
    });

  const bringOn = (application: Application) => {
    if (application.status === 'confirmed') return begin(application);
    if (application.status === 'signing' || application.status === 'signing-unknown') return goOn(application);
    return undefined;
  };

  return async (number) => {
    const application = await applications.find(number);
    const moved = application && (await bringOn(application));
    return (moved ?? (await applications.find(number)))?.status;
  };
}

const preparedOf = ({ application: { csr, domain }, serial, bytes, preparedAt }: PreparedSigning): Prepared => {
  if (!csr) throw new Error('a signing without its request');
  return { csr, domain, serial, bytes, preparedAt };
};
