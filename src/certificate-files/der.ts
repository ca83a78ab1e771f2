// Writes DER (X.690): the few types that keys, requests and stores are made of. Reading is src/csr/der.ts.
// Our own forty lines and not a library, so that the key page stays small enough to be read by whoever doubts it.
export type Bytes = Uint8Array<ArrayBuffer>;

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Big-endian, without leading zeros; 0 is one octet. */
function octetsOf(value: number): number[] {
  const octets = [value % 256];
  for (let rest = Math.floor(value / 256); rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return octets;
}

function element(tag: number, ...parts: readonly Uint8Array[]): Bytes {
  const content = concat(...parts);
  const size = octetsOf(content.length);
  return concat(Uint8Array.from(content.length < 0x80 ? [tag, ...size] : [tag, 0x80 + size.length, ...size]), content);
}

export const sequence = (...parts: readonly Uint8Array[]): Bytes => element(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Bytes => element(0x31, ...parts);
/** `[number]` around (constructed) or instead of (primitive) another tag. */
export const explicit = (number: number, ...parts: readonly Uint8Array[]): Bytes => element(0xa0 + number, ...parts);
export const implicit = (number: number, content: Uint8Array): Bytes => element(0x80 + number, content);
export const nothing: Bytes = element(0x05);
export const octets = (content: Uint8Array): Bytes => element(0x04, content);
export const bits = (content: Uint8Array): Bytes => element(0x03, Uint8Array.of(0), content);
export const utf8 = (text: string): Bytes => element(0x0c, new TextEncoder().encode(text));
export const bmp = (text: string): Bytes => element(0x1e, utf16(text));
/** From the hex of the content octets, which is also what the reader compares. */
export const oid = (hex: string): Bytes =>
  element(
    0x06,
    Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16)),
  );

/** Not negative: a number, or its big-endian octets of any length. */
export function integer(value: number | Uint8Array): Bytes {
  const given = typeof value === 'number' ? octetsOf(value) : [...value];
  const first = given.findIndex((octet) => octet !== 0);
  const octetsLeft = first < 0 ? [0] : given.slice(first);
  return element(0x02, Uint8Array.from((octetsLeft[0] ?? 0) >= 0x80 ? [0, ...octetsLeft] : octetsLeft));
}

/** UTF-16, big-endian: BMPString, and how PKCS#12 and Java take passwords. */
export const utf16 = (text: string): Bytes =>
  Uint8Array.from([...Array(text.length).keys()].flatMap((i) => [text.charCodeAt(i) >> 8, text.charCodeAt(i) & 0xff]));
