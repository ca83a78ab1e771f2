// An embedded authority in a folder of the test's own, and requests for it.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type {
  CertificateAuthority,
  IssuedCertificate,
  Prepared,
  Signing,
} from '../../../src/backend/ca/certificate-authority.ts';
import { type EmbeddedSettings, openEmbeddedAuthority } from '../../../src/backend/ca/embedded-authority.ts';
import { folder } from '../../csr/requests.ts';

export const passphrase = 'correct horse, ең дұрысы';
export const domain = 'alatau.kz';

export const settings = (more: Partial<EmbeddedSettings> = {}): EmbeddedSettings => ({
  directory: join(mkdtempSync(join(folder, 'ca-')), 'authority'),
  passphrase,
  keyType: 'p-256',
  addresses: { issuer: 'http://127.0.0.1/ca/issuing.cer', revocationList: 'http://127.0.0.1/ca/issuing.crl' },
  clock: () => new Date(),
  ...more,
});

export const openAuthority = (more: Partial<EmbeddedSettings> = {}) => openEmbeddedAuthority(settings(more));

export async function prepare(authority: CertificateAuthority, pem: string, name = domain): Promise<Prepared> {
  const prepared = await authority.prepare({ csr: Buffer.from(pem), domain: name });
  if ('because' in prepared) throw new Error(prepared.because);
  return prepared.value;
}

export function issuedOf(signing: Signing): IssuedCertificate {
  if (signing.kind !== 'issued') throw new Error(JSON.stringify(signing));
  return signing.issued;
}

export const issue = async (authority: CertificateAuthority, pem: string): Promise<IssuedCertificate> =>
  issuedOf(await authority.issue(await prepare(authority, pem)));
