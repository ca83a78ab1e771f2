// Whether a private key is the one that a certificate is for: it signs, the certificate's key verifies.
import { expectTag, NotDer, readChildren, readOid, readSequence, tags } from '../csr/der.ts';
import type { Bytes } from './der.ts';
import * as ids from './object-identifiers.ts';

const curves: Readonly<Record<string, string>> = { '2a8648ce3d030107': 'P-256', '2b81040022': 'P-384' };

/** False, too, for a key of another type. Throws NotDer when the certificate is none. */
export async function fitsCertificate(pkcs8: Bytes, certificate: Bytes): Promise<boolean> {
  const spki = readPublicKey(certificate);
  const { imported, signing } = algorithmOf(spki);
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, imported, false, ['sign']).catch(() => undefined);
  if (!privateKey) return false;
  const publicKey = await crypto.subtle.importKey('spki', spki, imported, false, ['verify']);
  const challenge = crypto.getRandomValues(new Uint8Array(32));
  const signature = await crypto.subtle.sign(signing, privateKey, challenge);
  return crypto.subtle.verify(signing, publicKey, signature, challenge);
}

/** SubjectPublicKeyInfo: behind version, serial, algorithm, issuer, validity and subject (RFC 5280, 4.1). */
function readPublicKey(certificate: Bytes): Bytes {
  const [body] = readSequence(certificate);
  const fields = readChildren(expectTag(body, tags.sequence));
  const version = fields[0]?.tag === 0xa0 ? 1 : 0;
  return Uint8Array.from(expectTag(fields[version + 5], tags.sequence).raw);
}

function algorithmOf(spki: Bytes) {
  const [algorithm] = readSequence(spki);
  const [type, curve] = readChildren(expectTag(algorithm, tags.sequence));
  if (readOid(type) === ids.rsa) {
    const imported = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    return { imported, signing: imported };
  }
  const namedCurve = readOid(type) === ids.ec ? curves[readOid(curve)] : undefined;
  if (namedCurve === undefined) throw new NotDer();
  return { imported: { name: 'ECDSA', namedCurve }, signing: { name: 'ECDSA', hash: 'SHA-256' } };
}
