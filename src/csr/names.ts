// What a request asks to be named and allowed: exactly the application's domain, and nothing that signs others.
import { domainToASCII } from 'node:url';
import type { Refused } from './csr-refusal.ts';
import { type Element, readChildren, readOnly, tags } from './der.ts';
import { BASIC_CONSTRAINTS, KEY_USAGE, SUBJECT_ALTERNATIVE_NAME } from './object-identifiers.ts';
import { type Extension, type Request, readGeneralNames } from './request.ts';

const DNS_NAME = 0x82;

/** Throws NotDer. */
export function readNames(request: Request, domain: string): { readonly value: readonly string[] } | Refused {
  const alternatives = request.extensions
    .filter(has(SUBJECT_ALTERNATIVE_NAME))
    .flatMap(({ value }) => readGeneralNames(value));
  if (alternatives.some(({ tag }) => tag !== DNS_NAME)) return { because: 'csr-name-kind' };
  const names = [...request.commonNames, ...alternatives.map(({ content }) => Buffer.from(content).toString('latin1'))];
  if (names.length === 0) return { because: 'csr-no-name' };
  const other = names.find((name) => !isSameDomain(name, domain));
  if (other !== undefined) return { because: 'csr-names', values: { found: printable(other), domain } };
  return { value: [domain.toLowerCase()] };
}

/** Throws NotDer. */
export const asksToSignOthers = ({ extensions }: Request): boolean =>
  extensions.filter(has(BASIC_CONSTRAINTS)).some(({ value }) => readAuthority(readOnly(value, tags.sequence))) ||
  extensions.filter(has(KEY_USAGE)).some(({ value }) => readKeyUsage(value));

const has = (oid: string) => (extension: Extension) => extension.oid === oid;

/** BasicConstraints: cA is FALSE when left out. */
function readAuthority(constraints: Element): boolean {
  const [first] = readChildren(constraints);
  return first?.tag === tags.boolean && first.content.some((octet) => octet !== 0);
}

/** Bit 5 is keyCertSign, bit 6 cRLSign, counted from the left (RFC 5280, 4.2.1.3). */
const readKeyUsage = (value: Uint8Array): boolean => ((readOnly(value, tags.bits).content[1] ?? 0) & 0b0000_0110) !== 0;

/** Some tools write қаз into the common name as it is read, not as xn--. */
const isSameDomain = (name: string, domain: string): boolean =>
  name.length <= 255 && [name.toLowerCase(), domainToASCII(name)].includes(domain.toLowerCase());

/** A stranger's text, safe to be shown anywhere. */
const printable = (name: string): string => {
  const short = name.length > 80 ? `${name.slice(0, 80)}…` : name;
  return short.replace(/[^\p{L}\p{N}.*@:… -]/gu, '?');
};
