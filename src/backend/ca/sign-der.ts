import { type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { bits, sequenceOf, toDer } from './asn1.ts';
import { type KeyType, signatureAlgorithm } from './certificate-body.ts';

const signOnAnotherThread = promisify(sign);

export const keyTypeOf = (key: KeyObject): KeyType => (key.asymmetricKeyType === 'ec' ? 'p-256' : 'rsa-3072');

/** A certificate or a revocation list of a body: the two are signed alike (RFC 5280, 4.1 and 5.1). */
export async function signDer(body: Uint8Array, key: KeyObject): Promise<Buffer> {
  const signature = await signOnAnotherThread('sha256', body, key);
  return sequenceOf(body, toDer(signatureAlgorithm(keyTypeOf(key))), toDer(bits(signature)));
}

export function toPem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
