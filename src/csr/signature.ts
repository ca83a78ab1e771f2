// The proof that whoever asks holds the private key. node:crypto verifies; sizes and exponent must have been judged before.
import { constants, createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import type { Refused } from './csr-refusal.ts';
import { type Element, NotDer, readChildren, readOid, readOnly, readSequence, tags } from './der.ts';
import { type Hash, hashes, lookUp, MGF1, RSA_PSS, signatures } from './object-identifiers.ts';
import type { PublicKey } from './public-key.ts';
import type { Request } from './request.ts';

type Algorithm = { readonly type: PublicKey['type']; readonly hash: Hash; readonly saltLength?: number };

/** Throws NotDer. */
export function readSignatureAlgorithm(der: Uint8Array): { readonly value: Algorithm } | Refused {
  const [type, parameters, ...more] = readSequence(der);
  if (more.length > 0) throw new NotDer();
  const oid = readOid(type);
  const value = oid === RSA_PSS ? readPss(parameters) : lookUp(signatures, oid);
  if (!value) return { because: 'csr-hash' };
  if (oid !== RSA_PSS && parameters && !(value.type === 'rsa' && isNull(parameters))) throw new NotDer();
  return { value };
}

const isNull = ({ tag, content }: Element): boolean => tag === 0x05 && content.length === 0;

/** RSASSA-PSS-params (RFC 4055, 3.1): one hash for both places, and none of the defaults, which are SHA-1. */
function readPss(parameters: Element | undefined): Algorithm | undefined {
  const fields = new Map(readSequence(parameters?.raw ?? new Uint8Array()).map((field) => [field.tag, field.content]));
  const [hash, mask, salt] = [0xa0, 0xa1, 0xa2].map((tag) => fields.get(tag));
  if (!hash || !mask || !salt) return undefined;
  const [maskType, maskHash] = readSequence(mask);
  const name = readHash(hash);
  if (!name || readOid(maskType) !== MGF1 || readHash(maskHash?.raw ?? new Uint8Array()) !== name) return undefined;
  const { content } = readOnly(salt, tags.integer);
  if (content.length !== 1) throw new NotDer();
  return { type: 'rsa', hash: name, saltLength: content[0] ?? 0 };
}

const readHash = (der: Uint8Array): Hash | undefined => {
  const [oid] = readChildren(readOnly(der, tags.sequence));
  return lookUp(hashes, readOid(oid));
};

export function isSignedByItsKey(request: Request, key: PublicKey, algorithm: Algorithm): boolean {
  if (algorithm.type !== key.type) return false;
  try {
    const publicKey = createPublicKey({ key: toJwk(key), format: 'jwk' });
    return verify(algorithm.hash, request.signed, withPadding(publicKey, algorithm), request.signature);
  } catch {
    return false; // OpenSSL throws for keys and signatures it cannot even read
  }
}

/** From the numbers as they were judged: OpenSSL's own way through the DER takes forty times as long. */
function toJwk(key: PublicKey): JsonWebKey {
  if (key.type === 'rsa') return { kty: 'RSA', n: toBase64Url(key.modulus), e: toBase64Url(key.exponent) };
  const half = (key.point.length - 1) / 2; // uncompressed, as was checked before
  const coordinate = (from: number) => Buffer.from(key.point.subarray(from, from + half)).toString('base64url');
  return { kty: 'EC', crv: key.curve, x: coordinate(1), y: coordinate(1 + half) };
}

function toBase64Url(number: bigint): string {
  const hex = number.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}

const withPadding = (key: KeyObject, { saltLength }: Algorithm) =>
  saltLength === undefined ? key : { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
