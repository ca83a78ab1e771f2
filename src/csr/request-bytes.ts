// From what a person sent (a file, or text pasted on a phone) to the DER of one request. Judges nothing inside it.
import type { Refused } from './csr-refusal.ts';
import { NotDer, readElement, tags } from './der.ts';

export const MAX_REQUEST_BYTES = 16 * 1024;

export function readRequestBytes(sent: Uint8Array | string): { readonly value: Uint8Array } | Refused {
  if (sent.length > MAX_REQUEST_BYTES) return { because: 'csr-too-large' };
  const bytes = typeof sent === 'string' ? Buffer.from(sent, 'utf8') : sent;
  if (bytes.length > MAX_REQUEST_BYTES) return { because: 'csr-too-large' };
  return bytes[0] === tags.sequence && bytes[1] !== undefined && bytes[1] >= 0x80
    ? readDer(bytes)
    : isJavaKeyStore(bytes)
      ? { because: 'csr-private-key' }
      : readText(decodeText(bytes));
}

/** A DER file: what it is shows in its first two elements. */
function readDer(bytes: Uint8Array): { readonly value: Uint8Array } | Refused {
  try {
    const outer = readElement(bytes);
    const first = readElement(outer.content);
    if (first.tag === tags.integer) return { because: 'csr-private-key' }; // PKCS#1, SEC 1, PKCS#8 and PKCS#12 begin with a version
    if (first.tag !== tags.sequence) return { because: 'csr-unreadable' };
    const second = readElement(first.content);
    if (second.tag === tags.oid) return { because: 'csr-private-key' }; // an encrypted PKCS#8
    if (second.tag === 0xa0) return { because: 'csr-certificate' };
    return outer.raw.length === bytes.length ? { value: bytes } : { because: 'csr-unreadable' };
  } catch (error) {
    if (error instanceof NotDer) return { because: error.truncated ? 'csr-incomplete' : 'csr-unreadable' };
    throw error;
  }
}

const isJavaKeyStore = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 4)).toString('hex') === 'feedfeed';

/** Notepad's "Unicode" is UTF-16 with a byte order mark. */
const decodeText = (bytes: Uint8Array): string =>
  new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : bytes[0] === 0xfe ? 'utf-16be' : 'utf-8').decode(bytes);

/** Undoes what phones and messengers make of five hyphens and of spaces. */
const unmangle = (text: string): string =>
  text
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/[-\u2010-\u2015\u2212\u2500\u2e3a\u2e3b\ufe58\uff0d]+/g, '-----');

function readText(typed: string): { readonly value: Uint8Array } | Refused {
  const text = unmangle(typed);
  const labels = [...text.matchAll(/-----\s?BEGIN ([A-Z0-9 ]{1,40}?)\s?-----/gi)];
  const isRequest = (label: string) => /^(NEW )?CERTIFICATE REQUEST$/i.test(label);
  if (/BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY|PuTTY-----User-----Key/i.test(text)) return { because: 'csr-private-key' };
  const requests = labels.filter(([, label]) => isRequest(label ?? ''));
  if (requests.length > 1) return { because: 'csr-several' };
  const [request] = requests;
  if (!request) {
    if (labels.some(([, label]) => /CERTIFICATE$/i.test(label ?? ''))) return { because: 'csr-certificate' };
    return readBase64(text);
  }
  const [body, ...end] = text.slice(request.index + request[0].length).split('-----', 2);
  return end.length === 0 ? { because: 'csr-incomplete' } : readBase64(body ?? '');
}

function readBase64(body: string): { readonly value: Uint8Array } | Refused {
  const letters = body.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(letters)) return { because: 'csr-unreadable' };
  const bytes = Buffer.from(letters, 'base64');
  return bytes[0] === tags.sequence ? readDer(bytes) : { because: 'csr-unreadable' };
}
