// The revocation list (RFC 5280, 5) of the embedded authority, whole each time: which certificates, is the caller's to know.
import type { KeyObject } from 'node:crypto';
import { enumerated, fromDer, integer, type Node, sequence, tagged, time, toDer } from './asn1.ts';
import { type Issuer, signatureAlgorithm } from './certificate-body.ts';
import { authorityKeyIdentifier, crlNumber, crlReason } from './extensions.ts';
import { profile } from './profile.ts';
import { signDer } from './sign-der.ts';

/** The reasons a subscriber's certificate may have (BR 7.2.2), with their numbers. */
export const revocationReasons = {
  unspecified: 0,
  'key-compromise': 1,
  'affiliation-changed': 3,
  superseded: 4,
  'cessation-of-operation': 5,
  'privilege-withdrawn': 9,
} as const;
export type RevocationReason = keyof typeof revocationReasons;

export interface Revocation {
  /** Hex. */
  readonly serial: string;
  readonly at: Date;
  readonly reason: RevocationReason;
}

/** In DER. The number is the time: it grows with every list and needs no memory. */
export async function createRevocationList(
  revoked: readonly Revocation[],
  { issuer, key, at }: { issuer: Issuer; key: KeyObject; at: Date },
): Promise<Buffer> {
  const nextUpdate = new Date(at.getTime() + profile.revocationListDays * 86_400_000);
  const body = sequence(
    integer('01'),
    signatureAlgorithm(issuer.keyType),
    fromDer(issuer.name),
    time(at),
    time(nextUpdate),
    ...(revoked.length > 0 ? [sequence(...revoked.map(entry))] : []),
    tagged(0, sequence(authorityKeyIdentifier(issuer.spki), crlNumber(at.getTime()))),
  );
  return signDer(toDer(body), key);
}

/** `unspecified` is said by leaving it out. */
const entry = ({ serial, at, reason }: Revocation): Node =>
  reason === 'unspecified'
    ? sequence(integer(serial), time(at))
    : sequence(integer(serial), time(at), sequence(crlReason(enumerated(revocationReasons[reason]))));
