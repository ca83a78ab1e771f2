import type { BuildFiles } from '../conversation/applications.ts';

/**
 * What web servers want, under the names that the field uses: `<domain>.crt` (the certificate), `.chain.pem` (the authorities
 * above it), `.fullchain.pem` (both, in the order of TLS), `.cer` (the certificate in DER) and the root for those who check.
 */
export const buildPemFiles: BuildFiles = (domain, { certificate, chain, root }) => {
  const name = domain.replace('*', '_wildcard');
  const lines = (...pems: readonly string[]) => Buffer.from(pems.map((pem) => `${pem.trim()}\n`).join(''), 'ascii');
  return [
    { name: `${name}.crt`, bytes: lines(certificate) },
    { name: `${name}.chain.pem`, bytes: lines(...chain) },
    { name: `${name}.fullchain.pem`, bytes: lines(certificate, ...chain) },
    { name: `${name}.cer`, bytes: derOf(certificate) },
    { name: 'nca-root.crt', bytes: lines(root) },
  ];
};

const derOf = (pem: string): Uint8Array => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
