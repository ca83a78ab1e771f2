// The parts of a PKCS#10 request (RFC 2986) that a certificate could take over. Reads; judges nothing.
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
} from './der.ts';
import { COMMON_NAME, extensionRequests } from './object-identifiers.ts';

export interface Extension {
  readonly oid: string;
  readonly value: Uint8Array;
}

export interface Request {
  /** What is signed. */
  readonly signed: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly commonNames: readonly string[];
  /** What else the subject says, as object identifiers. */
  readonly otherAttributes: readonly string[];
  readonly extensions: readonly Extension[];
  readonly signatureAlgorithm: Uint8Array;
  readonly signature: Uint8Array;
}

/** Throws NotDer. */
export function readRequest(der: Uint8Array): Request {
  const [info, algorithm, signature, ...more] = readSequence(der);
  const [version, subject, publicKey, attributes, ...others] = readChildren(expectTag(info, tags.sequence));
  if (more.length > 0 || others.length > 0) throw new NotDer();
  const { content } = expectTag(version, tags.integer);
  if (content.length !== 1 || content[0] !== 0) throw new NotDer();
  return {
    signed: expectTag(info, tags.sequence).raw,
    publicKey: expectTag(publicKey, tags.sequence).raw,
    commonNames: readCommonNames(expectTag(subject, tags.sequence)),
    otherAttributes: readSubject(expectTag(subject, tags.sequence))
      .map(([type]) => readOid(type))
      .filter((type) => type !== COMMON_NAME),
    extensions: attributes ? readExtensions(expectTag(attributes, 0xa0)) : [],
    signatureAlgorithm: expectTag(algorithm, tags.sequence).raw,
    signature: readBits(signature),
  };
}

const readSubject = (subject: Element): Element[][] =>
  readChildren(subject)
    .flatMap((set) => readChildren(expectTag(set, tags.set)))
    .map((attribute) => readSequence(attribute.raw));

const readCommonNames = (subject: Element): string[] =>
  readSubject(subject)
    .filter(([type]) => readOid(type) === COMMON_NAME)
    .map(([, value]) => readDirectoryString(value));

function readDirectoryString(element: Element | undefined): string {
  const bytes = Buffer.from(element?.content ?? []);
  switch (element?.tag) {
    case 0x0c: // UTF8String
      return bytes.toString('utf8');
    case 0x13: // PrintableString
    case 0x14: // TeletexString
    case 0x16: // IA5String
      return bytes.toString('latin1');
    case 0x1e: // BMPString
      return bytes.length % 2 === 0 ? Buffer.from(bytes).swap16().toString('utf16le') : '';
    default:
      throw new NotDer();
  }
}

const readExtensions = (attributes: Element): Extension[] =>
  readChildren(attributes)
    .map((attribute) => readSequence(attribute.raw))
    .filter(([type]) => extensionRequests.includes(readOid(type)))
    .flatMap(([, values]) => readChildren(expectTag(values, tags.set)))
    .flatMap((list) => readSequence(list.raw))
    .map(readExtension);

function readExtension(element: Element): Extension {
  const [oid, ...rest] = readSequence(element.raw);
  const value = rest.at(-1);
  if (rest.length > 2) throw new NotDer();
  return { oid: readOid(oid), value: expectTag(value, tags.octets).content };
}

/** The general names (RFC 5280, 4.2.1.6) of a subjectAltName value. */
export const readGeneralNames = (value: Uint8Array): Element[] => readChildren(readOnly(value, tags.sequence));
