// Short names for the pieces of DER that certificates and revocation lists are made of. forge writes; nothing is read here.
import forge from 'node-forge';

const { asn1 } = forge;
const { UNIVERSAL, CONTEXT_SPECIFIC } = asn1.Class;
const { Type } = asn1;
export type Node = forge.asn1.Asn1;

const binary = (octets: Uint8Array): string => Buffer.from(octets).toString('latin1');

export const toDer = (node: Node): Buffer => Buffer.from(asn1.toDer(node).getBytes(), 'latin1');
/** Of pieces that are DER already, and must stay as they are to the octet. */
export const sequenceOf = (...pieces: readonly Uint8Array[]): Buffer => wrap(0x30, pieces);
/** The same within an explicit tag. */
export const taggedOf = (tag: number, ...pieces: readonly Uint8Array[]): Buffer => wrap(0xa0 + tag, pieces);

function wrap(tag: number, pieces: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(pieces);
  const length = Buffer.from(content.length.toString(16).padStart(8, '0'), 'hex');
  const minimal = length.subarray(length.findIndex((octet) => octet > 0));
  const head = content.length < 0x80 ? [content.length] : [0x80 + minimal.length, ...minimal];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
export const fromDer = (der: Uint8Array): Node => asn1.fromDer(binary(der));

export const sequence = (...nodes: Node[]): Node => asn1.create(UNIVERSAL, Type.SEQUENCE, true, nodes);
export const set = (...nodes: Node[]): Node => asn1.create(UNIVERSAL, Type.SET, true, nodes);
export const oid = (dotted: string): Node => asn1.create(UNIVERSAL, Type.OID, false, asn1.oidToDer(dotted).getBytes());
/** Positive, from hex. */
export const integer = (hex: string): Node => {
  const octets = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  const sign = (octets[0] ?? 0) >= 0x80 ? Buffer.from([0]) : Buffer.alloc(0);
  return asn1.create(UNIVERSAL, Type.INTEGER, false, binary(Buffer.concat([sign, octets])));
};
/** At this level forge wants the octets; only its layer of names encodes by itself. */
export const utf8 = (text: string): Node => asn1.create(UNIVERSAL, Type.UTF8, false, binary(Buffer.from(text, 'utf8')));
export const printable = (text: string): Node => asn1.create(UNIVERSAL, Type.PRINTABLESTRING, false, text);
export const yes = (): Node => asn1.create(UNIVERSAL, Type.BOOLEAN, false, '\xff');
export const none = (): Node => asn1.create(UNIVERSAL, Type.NULL, false, '');
export const enumerated = (value: number): Node =>
  asn1.create(UNIVERSAL, Type.ENUMERATED, false, String.fromCharCode(value));
export const octets = (content: Uint8Array): Node => asn1.create(UNIVERSAL, Type.OCTETSTRING, false, binary(content));
export const bits = (content: Uint8Array, unused = 0): Node =>
  asn1.create(UNIVERSAL, Type.BITSTRING, false, String.fromCharCode(unused) + binary(content));
/** UTCTime until 2049 (RFC 5280, 4.1.2.5). */
export const time = (at: Date): Node =>
  at.getUTCFullYear() < 2050
    ? asn1.create(UNIVERSAL, Type.UTCTIME, false, asn1.dateToUtcTime(at))
    : asn1.create(UNIVERSAL, Type.GENERALIZEDTIME, false, asn1.dateToGeneralizedTime(at));
export const tagged = (tag: number, ...nodes: Node[]): Node => asn1.create(CONTEXT_SPECIFIC, tag, true, nodes);
export const taggedOctets = (tag: number, content: Uint8Array | string): Node =>
  asn1.create(CONTEXT_SPECIFIC, tag, false, typeof content === 'string' ? content : binary(content));
