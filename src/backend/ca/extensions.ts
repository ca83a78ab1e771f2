// The extensions of certificates and revocation lists (RFC 5280, 4.2 and 5.2), one function each.
import { createHash } from 'node:crypto';
import { readBits, readSequence } from '../../csr/der.ts';
import { bits, integer, type Node, octets, oid, sequence, tagged, taggedOctets, toDer, yes } from './asn1.ts';

const extension = (type: string, value: Node, critical = false): Node =>
  critical ? sequence(oid(type), yes(), octets(toDer(value))) : sequence(oid(type), octets(toDer(value)));

/** RFC 7093, method 1: the first 160 bits of a SHA-256 of the key's bits. */
export function keyIdentifier(spki: Uint8Array): Buffer {
  const [, key] = readSequence(spki);
  return createHash('sha256').update(readBits(key)).digest().subarray(0, 20);
}

export const basicConstraints = (authority: false | { readonly pathLength?: number }): Node => {
  const depth = authority && authority.pathLength !== undefined ? [integer(authority.pathLength.toString(16))] : [];
  return extension('2.5.29.19', authority ? sequence(yes(), ...depth) : sequence(), true);
};

const usages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
];

/** Bits are counted from the left; the unused ones at the end are cut off (X.690, 11.2.2). */
export function keyUsage(...names: readonly string[]): Node {
  const octet = names.reduce((sum, name) => sum | (0x80 >> usages.indexOf(name)), 0);
  const unused = 31 - Math.clz32(octet & -octet);
  return extension('2.5.29.15', bits(Buffer.from([octet]), unused), true);
}

export const extendedKeyUsage = (purposes: readonly string[]): Node =>
  extension('2.5.29.37', sequence(...purposes.map(oid)));

export const subjectAltName = (domain: string): Node => extension('2.5.29.17', sequence(taggedOctets(2, domain)));

export const subjectKeyIdentifier = (spki: Uint8Array): Node => extension('2.5.29.14', octets(keyIdentifier(spki)));

export const authorityKeyIdentifier = (issuerSpki: Uint8Array): Node =>
  extension('2.5.29.35', sequence(taggedOctets(0, keyIdentifier(issuerSpki))));

/** caIssuers only: there is no OCSP responder. */
export const authorityInformationAccess = (issuerUrl: string): Node =>
  extension('1.3.6.1.5.5.7.1.1', sequence(sequence(oid('1.3.6.1.5.5.7.48.2'), taggedOctets(6, issuerUrl))));

export const crlDistributionPoint = (url: string): Node =>
  extension('2.5.29.31', sequence(sequence(tagged(0, tagged(0, taggedOctets(6, url))))));

export const certificatePolicies = (policies: readonly string[]): Node =>
  extension('2.5.29.32', sequence(...policies.map((policy) => sequence(oid(policy)))));

export const crlNumber = (number: number): Node => extension('2.5.29.20', integer(number.toString(16)));

export const crlReason = (reason: Node): Node => extension('2.5.29.21', reason);
