import { domainToASCII, domainToUnicode } from 'node:url';
import { parse } from 'tldts';

/** A name a certificate can be issued for; `ascii` is what goes into it, `unicode` what people read. */
export interface DomainName {
  readonly ascii: string;
  readonly unicode: string;
  readonly wildcard: boolean;
}

export type DomainNameRefusal =
  | 'domain-form' // empty, spaces, two dots, a character that no host name has
  | 'domain-address' // an IP address
  | 'domain-underscore'
  | 'domain-trailing-dot'
  | 'domain-label' // a label empty, over 63 octets, or with a hyphen at its end
  | 'domain-length' // over 253 octets in all
  | 'domain-internal' // its last label is in no registry: nobody can own such a name
  | 'domain-suffix' // the suffix itself, such as com.kz
  | 'domain-wildcard' // `*` elsewhere than as the whole first label, or upon a suffix
  | 'domain-mixed-letters'; // Latin and Cyrillic in one label

const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/**
 * Reads a domain name as people paste it (a URL's scheme, path and capitals are taken away) under the CA/Browser Forum's
 * rules (BR 2.2.6, 3.2.2.4). The letters are checked after the conversion to ASCII, because `domainToASCII` itself lets
 * `foo_bar.kz`, `a..kz` and `192.168.0.1` through.
 */
export function parseDomainName(
  text: string,
): { readonly value: DomainName } | { readonly because: DomainNameRefusal } {
  const typed = text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/?#].*$/s, '')
    .normalize('NFC');
  if (typed === '' || typed.length > 1024 || /[\s@:,;[\]]/.test(typed)) {
    return { because: /^\[?[0-9a-f:.]*:[0-9a-f:.]*\]?$/.test(typed) ? 'domain-address' : 'domain-form' };
  }
  if (typed.endsWith('.')) return { because: 'domain-trailing-dot' };
  const wildcard = typed.startsWith('*.');
  const name = wildcard ? typed.slice(2) : typed;
  if (name.includes('*')) return { because: 'domain-wildcard' };
  if (name.includes('_')) return { because: 'domain-underscore' };
  if (name.split('.').some(mixesLetters)) return { because: 'domain-mixed-letters' };
  const host = domainToASCII(name);
  if (host === '') return { because: /[\p{L}\p{N}]/u.test(name) ? 'domain-label' : 'domain-form' };
  if (/^[\d.]+$/.test(host)) return { because: 'domain-address' };
  const refusal = refuseHost(host);
  if (refusal) return { because: wildcard && refusal === 'domain-suffix' ? 'domain-wildcard' : refusal };
  const star = wildcard ? '*.' : '';
  return { value: { ascii: star + host, unicode: star + domainToUnicode(host), wildcard } };
}

function refuseHost(host: string): DomainNameRefusal | undefined {
  if (host.length > 251) return 'domain-length'; // 253 with a `*.` in front
  if (!host.split('.').every((part) => label.test(part))) return 'domain-label';
  const { publicSuffix, isIcann, isPrivate } = parse(host, { allowPrivateDomains: true });
  if (!isIcann && !isPrivate) return 'domain-internal';
  return publicSuffix === host ? 'domain-suffix' : undefined;
}

/** «бiл» with a Latin i is not «біл»: a person cannot see the difference, a browser can. */
const mixesLetters = (part: string): boolean => /\p{Script=Latin}/u.test(part) && /\p{Script=Cyrillic}/u.test(part);
