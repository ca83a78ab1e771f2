import type { Bytes } from '../certificate-files/der.ts';
import { fileName } from '../certificate-files/file-name.ts';
import { buildJavaKeyStore } from '../certificate-files/java-key-store.ts';
import { createKeyEntry } from '../certificate-files/key-entry.ts';
import { type KeyFileRefusal, openKeyFile } from '../certificate-files/key-file.ts';
import { fitsCertificate } from '../certificate-files/key-of-certificate.ts';
import type { NamedFile } from '../certificate-files/named-file.ts';
import { fromPem, toPem } from '../certificate-files/pem.ts';
import { buildPemFiles } from '../certificate-files/pem-files.ts';
import { buildPkcs12 } from '../certificate-files/pkcs12.ts';
import type { Certificates } from '../contract/schemas.ts';
import type { FinishLink } from './server.ts';

export type Format = 'p12' | 'p12-compatible' | 'jks' | 'pem' | 'pem-open';
export type BuildRefusal = KeyFileRefusal | 'key-other';

/** The files for a server, from the key file that the applicant chose. The stores get the key file's own password. */
export async function buildFiles(
  file: Blob,
  password: string,
  format: Format,
  link: Pick<FinishLink, 'domain' | 'certificates'>,
  now: Date,
): Promise<{ readonly value: readonly NamedFile[] } | { readonly because: BuildRefusal }> {
  if (file.size > MAX_FILE_BYTES) return { because: 'key-file-unreadable' };
  const sent = new Uint8Array(await file.arrayBuffer());
  const key = await openKeyFile(sent, password);
  if ('because' in key) return key;
  if (!(await fitsCertificate(key.value, fromPem(link.certificates.certificate)))) return { because: 'key-other' };
  return { value: await build(format, { sent, key: key.value, password }, link, now) };
}

const MAX_FILE_BYTES = 64 * 1024;

async function build(
  format: Format,
  { sent, key, password }: { readonly sent: Bytes; readonly key: Bytes; readonly password: string },
  { domain, certificates }: Pick<FinishLink, 'domain' | 'certificates'>,
  now: Date,
): Promise<readonly NamedFile[]> {
  const entry = createKeyEntry(domain, key, certificates);
  switch (format) {
    case 'p12':
      return [{ name: fileName(domain, 'p12'), bytes: await buildPkcs12(entry, password, 'aes-256') }];
    case 'p12-compatible':
      return [{ name: fileName(domain, 'p12'), bytes: await buildPkcs12(entry, password, 'compatible') }];
    case 'jks':
      return [{ name: fileName(domain, 'jks'), bytes: buildJavaKeyStore(entry, password, now) }];
    case 'pem':
      return [{ name: fileName(domain, 'key'), bytes: sent }, fullChain(domain, certificates)];
    case 'pem-open': {
      const bytes = new TextEncoder().encode(toPem('PRIVATE KEY', key));
      return [{ name: fileName(domain, 'open.key'), bytes }, fullChain(domain, certificates)];
    }
  }
}

/** The other forms of the certificate are in the chat. */
const fullChain = (domain: string, certificates: Certificates): NamedFile => {
  const name = fileName(domain, 'fullchain.pem');
  return buildPemFiles(domain, certificates).find((file) => file.name === name) as NamedFile;
};
