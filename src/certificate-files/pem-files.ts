import type { Certificates } from '../contract/schemas.ts';
import { fileName } from './file-name.ts';
import type { NamedFile } from './named-file.ts';
import { fromPem } from './pem.ts';

/**
 * What web servers want, under the names that the field uses: `<domain>.crt` (the certificate), `.chain.pem` (the authorities
 * above it, if any), `.fullchain.pem` (both, in the order of TLS), `.cer` (the certificate in DER) and the root for those who check.
 */
export function buildPemFiles(domain: string, { certificate, chain, root }: Certificates): readonly NamedFile[] {
  const lines = (...pems: readonly string[]) => new TextEncoder().encode(pems.map((pem) => `${pem.trim()}\n`).join(''));
  return [
    { name: fileName(domain, 'crt'), bytes: lines(certificate) },
    ...(chain.length > 0 ? [{ name: fileName(domain, 'chain.pem'), bytes: lines(...chain) }] : []),
    { name: fileName(domain, 'fullchain.pem'), bytes: lines(certificate, ...chain) },
    { name: fileName(domain, 'cer'), bytes: fromPem(certificate) },
    { name: 'root.crt', bytes: lines(root) },
  ];
}
