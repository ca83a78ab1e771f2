import { domainToASCII } from 'node:url';

export type EmailAddress = string & { readonly __brand: 'EmailAddress' };
export type EmailRefusal = 'email-form' | 'email-length' | 'email-local-letters';

/** RFC 5321 4.5.3.1: 64 octets before the @, 254 in all. */
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const hostName = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * An address that an SMTP server without extensions delivers to: dot-atom before the @ (no quotes, no comments), a host name
 * behind it, which may be written in Kazakh or Russian letters and comes out in ASCII and lower case.
 */
export function parseEmailAddress(text: string): { readonly value: EmailAddress } | { readonly because: EmailRefusal } {
  const trimmed = text.trim().replace(/^mailto:/i, '');
  const at = trimmed.lastIndexOf('@');
  if (at < 1 || /\s/.test(trimmed)) return { because: 'email-form' };
  const local = trimmed.slice(0, at);
  const host = domainToASCII(trimmed.slice(at + 1)).toLowerCase();
  if (/[^\p{ASCII}]/u.test(local)) return { because: 'email-local-letters' };
  if (!localPart.test(local) || !hostName.test(host)) return { because: 'email-form' };
  const address = `${local}@${host}`;
  return local.length > MAX_LOCAL || address.length > MAX_ADDRESS
    ? { because: 'email-length' }
    : { value: address as EmailAddress };
}

/** Providers that applicants in Kazakhstan use most; only their misspellings are hinted at. */
const providers = [
  'gmail.com',
  'mail.ru',
  'yandex.ru',
  'yandex.kz',
  'inbox.ru',
  'bk.ru',
  'list.ru',
  'mail.kz',
  'icloud.com',
  'outlook.com',
  'hotmail.com',
  'yahoo.com',
  'rambler.ru',
];

/** The address that was probably meant (`gmial.com` -> `gmail.com`), or undefined: the guide warns that a slip loses the mail. */
export function likelyAddress(address: EmailAddress): EmailAddress | undefined {
  const [local, host] = address.split('@') as [string, string];
  if (providers.includes(host)) return undefined;
  const near = providers.find((provider) => editDistance(provider, host) === 1);
  return near === undefined ? undefined : (`${local}@${near}` as EmailAddress);
}

/** Optimal string alignment: insertion, deletion, substitution and the swap of two neighbours cost 1 each. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (rows[i - 1]?.[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (rows[i - 1]?.[j - 1] ?? 0) + cost,
        swapped ? (rows[i - 2]?.[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
