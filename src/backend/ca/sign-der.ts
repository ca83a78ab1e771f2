import { type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { bits, sequenceOf, toDer } from './asn1.ts';
import { type KeyType, signatureAlgorithm } from './certificate-body.ts';

/** Over the SHA-256 of the body. */
export type MakeSignature = (body: Uint8Array, key: KeyObject) => Buffer | Promise<Buffer>;

const signOnAnotherThread = promisify(sign);

/** In one of node's four threads, while this one goes on. */
export const makeSignatureElsewhere: MakeSignature = (body, key) => signOnAnotherThread('sha256', body, key);
/** For a thread that has nothing else to do. */
export const makeSignatureHere: MakeSignature = (body, key) => sign('sha256', body, key);

export const keyTypeOf = (key: KeyObject): KeyType => (key.asymmetricKeyType === 'ec' ? 'p-256' : 'rsa-3072');

/** A certificate or a revocation list of a body: the two are signed alike (RFC 5280, 4.1 and 5.1). */
export async function signDer(
  body: Uint8Array,
  key: KeyObject,
  makeSignature = makeSignatureElsewhere,
): Promise<Buffer> {
  const signature = await makeSignature(body, key);
  return sequenceOf(body, toDer(signatureAlgorithm(keyTypeOf(key))), toDer(bits(signature)));
}

export function toPem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
