// A request that no authority signs: its name is not the token's, both end in .invalid (RFC 6761), and its key is forgotten.
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { fromDer, integer, oid, sequence, set, tagged, toDer, utf8 } from './asn1.ts';
import { signDer, toPem } from './sign-der.ts';

/** What the token for it says. */
export const VOID_NAME = 'void.invalid';

/** PEM of a PKCS#10 request (RFC 2986). */
export async function createVoidRequest(): Promise<string> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' });
  const subject = sequence(set(sequence(oid('2.5.4.3'), utf8('not-the-name-of-the-token.invalid'))));
  const key = fromDer(publicKey.export({ type: 'spki', format: 'der' }));
  const body = toDer(sequence(integer('00'), subject, key, tagged(0)));
  return toPem('CERTIFICATE REQUEST', await signDer(body, privateKey));
}
