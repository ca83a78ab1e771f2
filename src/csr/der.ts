// Reads strict DER (X.690) one element at a time. No recursion and no copies, so that no nesting and no length can hurt.

export interface Element {
  readonly tag: number;
  /** With tag and length. */
  readonly raw: Uint8Array;
  readonly content: Uint8Array;
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Thrown by everything here; `truncated` when more bytes would have been needed. */
export class NotDer extends Error {
  readonly truncated: boolean;
  constructor(truncated = false) {
    super(truncated ? 'DER is cut off' : 'not DER');
    this.truncated = truncated;
  }
}

/** The element at the start of `bytes`, which may go on after it. */
export function readElement(bytes: Uint8Array): Element {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined) throw new NotDer(true);
  if ((tag & 0x1f) === 0x1f) throw new NotDer(); // tags above 30 occur nowhere in a request
  const lengthOctets = first < 0x80 ? 0 : first & 0x7f;
  if (first >= 0x80 && (lengthOctets === 0 || lengthOctets > 3)) throw new NotDer(); // indefinite, or over 16 MB
  const start = 2 + lengthOctets;
  if (bytes.length < start) throw new NotDer(true);
  const length = lengthOctets === 0 ? first : bytes.subarray(2, start).reduce((sum, octet) => sum * 256 + octet, 0);
  if (lengthOctets > 0 && length < (lengthOctets === 1 ? 0x80 : 256 ** (lengthOctets - 1))) throw new NotDer(); // not minimal
  if (bytes.length < start + length) throw new NotDer(true);
  return { tag, raw: bytes.subarray(0, start + length), content: bytes.subarray(start, start + length) };
}

/** The only element of `bytes`, with the tag it must have. */
export function readOnly(bytes: Uint8Array, tag: number): Element {
  const element = readElement(bytes);
  if (element.raw.length !== bytes.length) throw new NotDer();
  return expectTag(element, tag);
}

/** The elements inside a constructed one, in order. */
export function readChildren(parent: Element): Element[] {
  const children: Element[] = [];
  for (let rest = parent.content; rest.length > 0; ) {
    const child = readElement(rest);
    children.push(child);
    rest = rest.subarray(child.raw.length);
  }
  return children;
}

export function expectTag(element: Element | undefined, tag: number): Element {
  if (element?.tag !== tag) throw new NotDer();
  return element;
}

/** The elements of the one SEQUENCE that `bytes` are. */
export const readSequence = (bytes: Uint8Array): Element[] => readChildren(readOnly(bytes, tags.sequence));

/** The content octets in hex: enough to compare object identifiers. */
export const readOid = (element: Element | undefined): string =>
  Array.from(expectTag(element, tags.oid).content, (octet) => octet.toString(16).padStart(2, '0')).join('');

export function readPositiveInteger(element: Element | undefined): bigint {
  const { content } = expectTag(element, tags.integer);
  const [first, second] = content;
  if (first === undefined || first >= 0x80) throw new NotDer();
  if (first === 0 && second !== undefined && second < 0x80) throw new NotDer(); // not minimal
  return BigInt(`0x${Buffer.from(content).toString('hex')}`);
}

/** The octets of a BIT STRING that is a whole number of octets. */
export function readBits(element: Element | undefined): Uint8Array {
  const { content } = expectTag(element, tags.bits);
  if (content[0] !== 0) throw new NotDer();
  return content.subarray(1);
}
