// Judges a certificate signing request of a stranger: one implementation for the bot's quick answer and the backend's own.
// It must stay cheap whatever is sent, hence the order; it knows neither applications nor storage.
import { createHash } from 'node:crypto';
import type { CsrRefusal, Refused } from './csr-refusal.ts';
import { isOnCurve } from './curve-point.ts';
import { NotDer } from './der.ts';
import { asksToSignOthers, readNames } from './names.ts';
import { type PublicKey, readPublicKey } from './public-key.ts';
import { readRequest } from './request.ts';
import { readRequestBytes } from './request-bytes.ts';
import { findWeakness } from './rsa-weakness.ts';
import { isSignedByItsKey, readSignatureAlgorithm } from './signature.ts';

export type { CsrRefusal } from './csr-refusal.ts';

export interface CheckedCsr {
  readonly der: Uint8Array;
  readonly pem: string;
  /** SHA-256 of the SubjectPublicKeyInfo, in hex: what keys are blocked and recognised by. */
  readonly spkiSha256: string;
  readonly spki: Uint8Array;
  readonly key:
    | { readonly type: 'rsa'; readonly bits: number }
    | { readonly type: 'ec'; readonly curve: 'P-256' | 'P-384' };
  readonly names: readonly string[];
}

export interface CsrRules {
  /** The application's domain in ASCII; the request must name it and nothing else (`*.` only when it is in here). */
  readonly domain: string;
  /** SHA-256 of SubjectPublicKeyInfo in lower-case hex. */
  readonly blockedKeys?: ReadonlySet<string>;
}

/** PEM (a file, or pasted, as phones mangle it) or DER, at most 16 kB. Never throws. */
export function checkCsr(sent: Uint8Array | string, rules: CsrRules): { readonly value: CheckedCsr } | Refused {
  try {
    const bytes = readRequestBytes(sent);
    return 'because' in bytes ? bytes : checkRequest(bytes.value, rules);
  } catch (error) {
    if (error instanceof NotDer) return { because: 'csr-unreadable' };
    throw error;
  }
}

function checkRequest(der: Uint8Array, rules: CsrRules): { readonly value: CheckedCsr } | Refused {
  const request = readRequest(der);
  const key = readPublicKey(request.publicKey);
  if ('because' in key) return key;
  const algorithm = readSignatureAlgorithm(request.signatureAlgorithm);
  if ('because' in algorithm) return algorithm;
  if (asksToSignOthers(request)) return { because: 'csr-authority' };
  const names = readNames(request, rules.domain);
  if ('because' in names) return names;
  const spkiSha256 = createHash('sha256').update(request.publicKey).digest('hex');
  if (rules.blockedKeys?.has(spkiSha256)) return { because: 'csr-blocked-key' };
  const weakness = findKeyWeakness(key.value);
  if (weakness) return { because: weakness };
  if (!isSignedByItsKey(request, key.value, algorithm.value)) return { because: 'csr-signature' };
  return {
    value: { der, pem: toPem(der), spkiSha256, spki: request.publicKey, key: describe(key.value), names: names.value },
  };
}

const findKeyWeakness = (key: PublicKey): CsrRefusal | undefined =>
  key.type === 'rsa' ? findWeakness(key.modulus) : isOnCurve(key) ? undefined : 'csr-point';

const describe = (key: PublicKey): CheckedCsr['key'] =>
  key.type === 'rsa' ? { type: 'rsa', bits: key.bits } : { type: 'ec', curve: key.curve };

const toPem = (der: Uint8Array): string => {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines.join('\n')}\n-----END CERTIFICATE REQUEST-----\n`;
};
