// Reads the body of a certificate (TBSCertificate, RFC 5280 4.1) with the reader that requests are read with: another one than
// the library that wrote the body, strict, and fast enough for every signature. Judges nothing.
import {
  type Element,
  expectTag,
  NotDer,
  readBits,
  readChildren,
  readOid,
  readOnly,
  readSequence,
  tags,
} from '../../csr/der.ts';

export interface BodyExtension {
  /** The content octets in hex. */
  readonly type: string;
  readonly critical: boolean;
  /** What its OCTET STRING holds. */
  readonly value: Uint8Array;
}

export interface Name {
  /** DER. */
  readonly raw: Uint8Array;
  readonly attributes: readonly { readonly type: string; readonly value: string }[];
}

export interface Body {
  /** 2 is version 3. */
  readonly version: number;
  /** Content octets, with the sign. */
  readonly serial: Uint8Array;
  /** The content octets in hex. */
  readonly algorithm: string;
  /** DER of the Name. */
  readonly issuer: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly subject: Name;
  /** DER. */
  readonly spki: Uint8Array;
  readonly extensions: readonly BodyExtension[];
}

/** Throws NotDer, also for what certificates may have and ours do not: unique identifiers, a version left out. */
export function readBody(der: Uint8Array): Body {
  const [version, serial, algorithm, issuer, validity, subject, spki, extensions, ...more] = readSequence(der);
  if (more.length > 0) throw new NotDer();
  const [notBefore, notAfter, ...moments] = readChildren(expectTag(validity, tags.sequence));
  const [type] = readChildren(expectTag(algorithm, tags.sequence));
  if (moments.length > 0) throw new NotDer();
  return {
    version: readOnly(expectTag(version, 0xa0).content, tags.integer).content[0] ?? 0,
    serial: expectTag(serial, tags.integer).content,
    algorithm: readOid(type),
    issuer: expectTag(issuer, tags.sequence).raw,
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    subject: readName(expectTag(subject, tags.sequence)),
    spki: expectTag(spki, tags.sequence).raw,
    extensions: readSequence(expectTag(extensions, 0xa3).content).map(readExtension),
  };
}

const readName = (name: Element): Name => ({ raw: name.raw, attributes: readChildren(name).flatMap(readAttributes) });

const readAttributes = (set: Element) =>
  readChildren(expectTag(set, tags.set)).map((attribute) => {
    const [type, value] = readChildren(expectTag(attribute, tags.sequence));
    return { type: readOid(type), value: Buffer.from(value?.content ?? []).toString('utf8') };
  });

function readExtension(element: Element): BodyExtension {
  const [type, ...rest] = readChildren(expectTag(element, tags.sequence));
  const [flag, value] = rest.length === 1 ? [undefined, rest[0]] : rest;
  if (rest.length > 2) throw new NotDer();
  if (flag && expectTag(flag, tags.boolean).content[0] !== 0xff) throw new NotDer(); // FALSE is left out (X.690, 11.5)
  return { type: readOid(type), critical: flag !== undefined, value: expectTag(value, tags.octets).content };
}

/** UTCTime until 2049, GeneralizedTime from 2050 on, both to the second and in UTC (RFC 5280, 4.1.2.5). */
function readTime(element: Element | undefined): Date {
  const text = Buffer.from(element?.content ?? []).toString('latin1');
  const full = element?.tag === 0x17 ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full) ?? [];
  if (element?.tag !== 0x17 && element?.tag !== 0x18) throw new NotDer();
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() >= 2050 !== (element.tag === 0x18)) throw new NotDer();
  return at;
}

/** The bits of a KeyUsage in one octet, the first at the left; none of ours is beyond the first eight. */
export const readUsage = (value: Uint8Array): number => {
  const { content } = readOnly(value, tags.bits);
  if (content.length !== 2) throw new NotDer();
  return content[1] ?? 0;
};

/** The subject key identifier of a certificate. */
export const readKeyIdentifier = (value: Uint8Array): Uint8Array => readOnly(value, tags.octets).content;

/** Of a whole certificate. */
export function readCertificateBody(certificate: Uint8Array): Body {
  const [body, , signature] = readSequence(certificate);
  readBits(signature);
  return readBody(expectTag(body, tags.sequence).raw);
}
