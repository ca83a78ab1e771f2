/** Hyphens, and what phones and messengers make of them. */
const DASH = '[-\\u2010-\\u2015\\u2212\\u2500\\u2e3a\\u2e3b\\ufe58\\uff0d]';
const line = (word: string) => `${DASH}+\\s?${word} [A-Z0-9 ]{0,40}PRIVATE KEY[A-Z ]{0,10}${DASH}+`;
/** From its first line to its last, or to the end where the last is missing (RFC 7468). */
const privateKey = new RegExp(`${line('BEGIN')}[\\s\\S]*?(?:${line('END')}|$)|PuTTY-User-Key-File[\\s\\S]*`, 'gi');

/** Whether a text has a private key in it, as people paste it. */
export const holdsPrivateKey = (text: string): boolean => text.search(privateKey) >= 0;

export const withoutPrivateKeys = (text: string, instead: string): string => text.replace(privateKey, () => instead);
