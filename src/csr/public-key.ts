// The key of a request: its kind and size are judged here, before any arithmetic is done with it.
import type { Refused } from './csr-refusal.ts';
import { expectTag, NotDer, readBits, readChildren, readOid, readPositiveInteger, readSequence, tags } from './der.ts';
import { curves, keyTypes, lookUp } from './object-identifiers.ts';

export type RsaKey = {
  readonly type: 'rsa';
  readonly bits: number;
  readonly modulus: bigint;
  readonly exponent: bigint;
};
export type EcKey = { readonly type: 'ec'; readonly curve: 'P-256' | 'P-384'; readonly point: Uint8Array };
export type PublicKey = RsaKey | EcKey;

const SIZES = [2048, 3072, 4096];
/** BR 6.1.6: odd, at least 2^16+1. Above 2^32 it only costs time. */
const MIN_EXPONENT = 2n ** 16n + 1n;
const MAX_EXPONENT = 2n ** 32n;

/** Takes a SubjectPublicKeyInfo; throws NotDer. */
export function readPublicKey(spki: Uint8Array): { readonly value: PublicKey } | Refused {
  const [algorithm, bits, ...more] = readSequence(spki);
  const [type, parameters, ...others] = readChildren(expectTag(algorithm, tags.sequence));
  if (more.length > 0 || others.length > 0) throw new NotDer(); // one key, one hash: nothing may be hidden in it
  switch (readOid(type)) {
    case keyTypes.rsa:
      if (parameters?.raw.length !== 2 || parameters.tag !== 0x05) throw new NotDer(); // RFC 3279: NULL
      return readRsaKey(readBits(bits));
    case keyTypes.ec:
      if (parameters?.tag !== tags.oid) return { because: 'csr-curve' }; // written out in full (CVE-2020-0601)
      return readEcKey(readOid(parameters), readBits(bits));
    default:
      return { because: 'csr-key-type' };
  }
}

function readRsaKey(der: Uint8Array): { readonly value: RsaKey } | Refused {
  const [n, e, ...more] = readSequence(der);
  if (more.length > 0) throw new NotDer();
  const modulus = readPositiveInteger(n);
  const bits = modulus.toString(2).length;
  if (!SIZES.includes(bits)) return { because: 'csr-key-size', values: { bits } };
  const exponent = readPositiveInteger(e);
  if (exponent % 2n === 0n || exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) return { because: 'csr-exponent' };
  return { value: { type: 'rsa', bits, modulus, exponent } };
}

function readEcKey(oid: string, point: Uint8Array): { readonly value: EcKey } | Refused {
  const curve = lookUp(curves, oid);
  return curve ? { value: { type: 'ec', curve, point } } : { because: 'csr-curve' };
}
