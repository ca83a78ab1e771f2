// Looks for a number or a text in bytes, in every form that somebody might write it in.
import { createPrivateKey } from 'node:crypto';

/** The names of the forms in which at least half of the secret is in `haystack`. */
export function findSecret(secret: Uint8Array, haystack: Buffer): string[] {
  const bytes = Buffer.from(secret);
  const places = [haystack, withoutBreaks(haystack), percentDecoded(haystack)];
  return Object.entries(formsOf(bytes))
    .filter(([, needles]) => needles.some((needle) => places.some((place) => place.includes(needle))))
    .map(([form]) => form);
}

function formsOf(bytes: Buffer): Record<string, readonly (Buffer | string)[]> {
  const parts = halves(bytes);
  const hex = parts.map((part) => part.toString('hex'));
  const base64 = parts.flatMap((part) => [0, 1, 2].map((skip) => wholeGroups(part.subarray(skip))));
  return {
    raw: parts,
    hex,
    'HEX with colons': hex.map((each) => (each.match(/../g) ?? []).join(':')),
    HEX: hex.map((each) => each.toUpperCase()),
    base64: base64,
    base64url: base64.map((each) => each.replaceAll('+', '-').replaceAll('/', '_')),
    'UTF-16': parts.flatMap((part) => {
      const wide = Buffer.from(part.toString('latin1'), 'utf16le');
      return [wide, Buffer.from(wide).swap16()];
    }),
    'list of octets': parts.map((part) => [...part].join(',')),
    decimal:
      bytes.length > 16
        ? [
            BigInt(`0x${bytes.toString('hex')}`)
              .toString()
              .slice(4, 40),
          ]
        : [],
  };
}

/** Short secrets whole, long ones in two parts, so that a cut one is found too. */
const halves = (bytes: Buffer): Buffer[] =>
  bytes.length < 32 ? [bytes] : [bytes.subarray(0, bytes.length / 2), bytes.subarray(bytes.length / 2)];
/** Groups of three octets, whose base64 does not depend on what stands beside them. */
const wholeGroups = (part: Buffer) => part.subarray(0, part.length - (part.length % 3)).toString('base64');
const withoutBreaks = (haystack: Buffer) =>
  Buffer.from(haystack.toString('latin1').replace(/\\[rn]|[\r\n\s]/g, ''), 'latin1');
const percentDecoded = (haystack: Buffer) =>
  Buffer.from(
    haystack
      .toString('latin1')
      .replace(/%([0-9a-f]{2})/gi, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

/** The secret numbers of a private key in PEM by name, and the public one, which a request must hold. */
export function numbersOf(pem: string, passphrase: string): { secret: Record<string, Buffer>; public: Buffer } {
  const jwk = createPrivateKey({ key: pem, passphrase }).export({ format: 'jwk' });
  const names = (['d', 'p', 'q', 'dp', 'dq', 'qi'] as const).filter((name) => jwk[name] !== undefined);
  const secret = Object.fromEntries(names.map((name) => [name, Buffer.from(String(jwk[name]), 'base64url')]));
  return { secret, public: Buffer.from(String(jwk.n ?? jwk.x), 'base64url') };
}
