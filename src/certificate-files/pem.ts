import type { Bytes } from './der.ts';

/** RFC 7468: 64 characters a line. */
export function toPem(label: string, der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** The DER of the first block in a PEM text; what is around the block does not matter. Throws for what is not base64. */
export const fromPem = (pem: string): Bytes =>
  fromBase64(/-----BEGIN [^-]+-----([^-]*)-----END/.exec(pem)?.[1]?.replace(/\s/g, '') ?? '');

/** Chunked, because a call takes only so many arguments. */
export const toBase64 = (bytes: Uint8Array): string =>
  btoa(
    Array.from({ length: Math.ceil(bytes.length / 8192) }, (_, i) =>
      String.fromCharCode(...bytes.subarray(i * 8192, (i + 1) * 8192)),
    ).join(''),
  );

const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
