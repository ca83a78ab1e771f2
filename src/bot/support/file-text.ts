// All the words in a file of text, a certificate or a request for one. Files of any other kind are not read.
import { X509Certificate } from 'node:crypto';
import { readRequest } from '../../csr/request.ts';
import { textInDer } from './der-text.ts';

/** A chain of certificates has less. */
const MAX_DER_BYTES = 64 * 1024;
/** RFC 7468. */
const pem = /-----BEGIN [A-Z0-9 ]+-----([^-]*)-----END/g;

/** undefined for what is none of them, or has other files packed into it. */
export function readableIn(bytes: Uint8Array): readonly string[] | undefined {
  if (isCertificate(bytes)) return [textInDer(bytes)];
  const text = readText(bytes);
  if (text === undefined || isPacked(text.replace(pem, ''))) return undefined;
  const wrapped = [...text.matchAll(pem)].map(([, body = '']) => Buffer.from(body, 'base64'));
  if (wrapped.some(({ length }) => length > MAX_DER_BYTES)) return undefined;
  return [text, ...wrapped.map(textInDer)];
}

function isCertificate(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x30 || bytes.length > MAX_DER_BYTES) return false;
  const opens = [() => new X509Certificate(bytes), () => readRequest(bytes)];
  return opens.some((open) => {
    try {
      open();
      return true;
    } catch {
      return false;
    }
  });
}

/** Text has no control characters but those of lines and of a terminal's colours. */
function readText(bytes: Uint8Array): string | undefined {
  const isUtf16 = ['fffe', 'feff'].includes(Buffer.from(bytes.subarray(0, 2)).toString('hex'));
  const encodings = isUtf16 ? [bytes[0] === 0xff ? 'utf-16le' : 'utf-16be'] : ['utf-8', 'windows-1251'];
  for (const encoding of encodings) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      return /[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]/.test(text) ? undefined : text;
    } catch {}
  }
  return undefined;
}

/** Base64 of other files, as in letters and pages. */
const isPacked = (text: string): boolean =>
  /(?<![A-Za-z0-9+/])(?:(?:[A-Za-z0-9+/]{60,}\s{1,2}){20}|[A-Za-z0-9+/]{1500})/.test(text);
