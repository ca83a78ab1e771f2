import { createCertificateRequest } from './certificate-request.ts';
import type { Bytes } from './der.ts';
import { fileName } from './file-name.ts';
import { encryptKey } from './key-file.ts';
import type { NamedFile } from './named-file.ts';

const rsa = (modulusLength: number) => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength,
  publicExponent: Uint8Array.of(1, 0, 1),
});

const algorithms = {
  'rsa-2048': rsa(2048),
  'rsa-3072': rsa(3072),
  'rsa-4096': rsa(4096),
  'ecdsa-p256': { name: 'ECDSA', namedCurve: 'P-256' },
} as const;
export type KeyKind = keyof typeof algorithms;
export const keyKinds = Object.keys(algorithms) as readonly KeyKind[];

export interface MadeKey {
  /** Encrypted under the password; nothing else of the private key is kept. */
  readonly keyFile: NamedFile;
  readonly csr: Bytes;
}

export async function makeKey(kind: KeyKind, domain: string, password: string): Promise<MadeKey> {
  const pair = (await crypto.subtle.generateKey(algorithms[kind], true, ['sign', 'verify'])) as CryptoKeyPair;
  const pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  const [csr, pem] = await Promise.all([createCertificateRequest(domain, pair), encryptKey(pkcs8, password)]);
  pkcs8.fill(0);
  return { csr, keyFile: { name: fileName(domain, 'key'), bytes: new TextEncoder().encode(pem) } };
}
