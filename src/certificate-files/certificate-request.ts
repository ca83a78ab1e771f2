// The request for a certificate (PKCS#10, RFC 2986), signed with the key it is for.
import { type Bytes, bits, explicit, implicit, integer, nothing, octets, oid, sequence, set, utf8 } from './der.ts';
import * as ids from './object-identifiers.ts';

/** RFC 5280, upper bound of a common name; a longer domain stands in the alternative names alone. */
const MAX_COMMON_NAME = 64;

/** DER; names exactly the domain, in ASCII. The key pair must be RSASSA-PKCS1-v1_5 with SHA-256, or ECDSA P-256. */
export async function createCertificateRequest(
  domain: string,
  { privateKey, publicKey }: CryptoKeyPair,
): Promise<Bytes> {
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', publicKey));
  const commonName = set(sequence(oid(ids.commonName), utf8(domain)));
  const subject = domain.length > MAX_COMMON_NAME ? sequence() : sequence(commonName);
  const alternatives = sequence(implicit(2, new TextEncoder().encode(domain)));
  const extensions = sequence(sequence(oid(ids.subjectAlternativeName), octets(alternatives)));
  const attributes = explicit(0, sequence(oid(ids.extensionRequest), set(extensions)));
  const body = sequence(integer(0), subject, spki, attributes);
  const { algorithm, signature } = await sign(body, privateKey);
  return sequence(body, algorithm, bits(signature));
}

async function sign(body: Bytes, key: CryptoKey): Promise<{ algorithm: Bytes; signature: Bytes }> {
  if (key.algorithm.name === 'ECDSA') {
    const raw = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, body);
    return { algorithm: sequence(oid(ids.ecdsaWithSha256)), signature: toEcdsaSignature(new Uint8Array(raw)) };
  }
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, body);
  return { algorithm: sequence(oid(ids.sha256WithRsa), nothing), signature: new Uint8Array(signature) };
}

/** WebCrypto puts r and s side by side, X.509 wants two INTEGERs (RFC 3279, 2.2.3). */
const toEcdsaSignature = (raw: Bytes): Bytes =>
  sequence(integer(raw.subarray(0, raw.length / 2)), integer(raw.subarray(raw.length / 2)));
