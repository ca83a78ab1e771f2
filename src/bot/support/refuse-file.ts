// Files that are not passed on, because the staff must not see what is in them, or nobody can tell what is.
import { parseApplicationNumber } from '../../domain/application-number.ts';
import { parseIin } from '../../domain/iin.ts';
import { lookAtContent } from '../reading/content.ts';
import { readableIn } from './file-text.ts';
import { holdsIin } from './mask.ts';

export const fileRefusals = ['private-key', 'identity-document', 'iin', 'form', 'too-large', 'unreadable'] as const;
export type FileRefusal = (typeof fileRefusals)[number];
/** `look`: nothing speaks against it but what may be seen on it. */
export type Judged = FileRefusal | 'look' | 'pass-on';

/** Telegram gives bots files of up to 20 MB; what is larger than this could not be looked into without harm to the others. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024;
const MAX_TEXT_BYTES = 1024 * 1024;

const keyName = /\.(p12|pfx|jks|jceks|bks|keystore|key|pvk|ppk)$/i;
const keyMagic = ['feedfeed', 'cececece'];
/** pkcs-12 PFX: version 3, then content of type data or signedData (RFC 7292, 4). */
const pfx = /^30(?:82....|81..|80|[0-7].)020103(?:30(?:82....|81..|80|[0-7].)06092a864886f70d0107(?:01|02))/;
/** PKCS#8 (RFC 5958), PKCS#1 (RFC 8017, A.1.2) and EC (RFC 5915): a version, then what only a private key has. */
const derKey = [
  /^30(?:82....|81..|[0-7].)02010[01]30..06(?:092a864886f70d0101|072a8648ce3d0201|032b65)/,
  /^3082....02010002(?:81..|82....)/,
  /^30(?:81..|[0-7].)02010104(?:20|30|42)/,
  /^30(?:82....|81..)30..06092a864886f70d01050d/,
];
/** In the directory of a ZIP archive, names are readable. */
const keyInArchive = /[\w.-]+\.(?:p12|pfx|jks|keystore|key)(?![\w.])/i;

/** Only what could be looked into is passed on: pictures, PDFs, text, certificates and requests. `bytes` is the whole file. */
export function judgeFile(name: string, bytes: Uint8Array): Judged {
  if (bytes.length > MAX_FILE_BYTES) return 'too-large';
  if (keyName.test(name) || holdsKey(Buffer.from(bytes))) return 'private-key';
  if (isOwnForm(name)) return 'form';
  if (holdsIin(name)) return 'iin';
  if ('value' in lookAtContent(bytes)) return 'look';
  if (bytes.length > MAX_TEXT_BYTES) return 'too-large';
  const texts = readableIn(bytes);
  if (!texts) return 'unreadable';
  return texts.some(textHoldsIin) ? 'iin' : 'pass-on';
}

/** The printed application has the IIN on it, and the staff have its number anyway. */
export const isOwnForm = (name: string): boolean => {
  const [, number = ''] = /^application-([\d-]+)/i.exec(name) ?? [];
  return parseApplicationNumber(number) !== undefined;
};

function holdsKey(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 64).toString('hex');
  if (keyMagic.some((magic) => start.startsWith(magic)) || pfx.test(start)) return true;
  if (derKey.some((shape) => shape.test(start))) return true;
  const text = bytes.toString('latin1').replaceAll('\0', ''); // UTF-16 becomes readable
  return (
    /PRIVATE KEY-----|PuTTY-User-Key-File/.test(text) || (text.startsWith('PK\x03\x04') && keyInArchive.test(text))
  );
}

/** Only numbers whose check digit holds: files are full of long numbers. Twelve digits and a Z are a moment (UTCTime, X.690). */
const textHoldsIin = (text: string): boolean =>
  [...text.replaceAll('\0', '').matchAll(/(?<!\d)\d{6}[ \u00a0-]?\d{6}(?![\dZ])/g)].some(
    ([digits]) => 'value' in parseIin(digits),
  );
