// Is the certificate that came back what was asked for? OpenSSL (through node:crypto) reads it: neither who wrote nor who linted it.
import { type KeyObject, X509Certificate } from 'node:crypto';
import { expectTag, readChildren, readSequence, tags } from '../../csr/der.ts';
import { readRequest } from '../../csr/request.ts';
import type { IssuedCertificate, Prepared, Signing } from './certificate-authority.ts';
import { maxValidityDays } from './profile.ts';

export type Mismatch =
  | 'issued-unreadable'
  | 'issued-serial'
  | 'issued-key'
  | 'issued-names'
  | 'issued-subject'
  | 'issued-validity'
  | 'issued-authority'
  | 'issued-chain';

export interface Expected {
  readonly prepared: Prepared;
  readonly issuing: X509Certificate;
  readonly root: X509Certificate;
  /** When it was signed, or a little later: it must be valid then. */
  readonly at: Date;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** `issued` when all is well, else `misissued`. Takes PEM; never throws. */
export function judgeIssued(certificate: string, expected: Expected): Signing {
  try {
    const parsed = new X509Certificate(certificate);
    const mismatch = findMismatch(parsed, expected);
    return mismatch
      ? { kind: 'misissued', because: mismatch, certificate }
      : { kind: 'issued', issued: describe(parsed, certificate, expected) };
  } catch {
    return { kind: 'misissued', because: 'issued-unreadable', certificate };
  }
}

function describe(
  parsed: X509Certificate,
  certificate: string,
  { prepared, issuing, root }: Expected,
): IssuedCertificate {
  return {
    serial: prepared.serial,
    certificate,
    chain: issuing.raw.equals(root.raw) ? [] : [pemOf(issuing)],
    root: pemOf(root),
    validFrom: new Date(parsed.validFrom),
    validTo: new Date(parsed.validTo),
  };
}

/** Of the authority's own certificates, which come with each of those it issues. */
const pems = new WeakMap<X509Certificate, string>();

function pemOf(certificate: X509Certificate): string {
  const pem = pems.get(certificate) ?? certificate.toString();
  pems.set(certificate, pem);
  return pem;
}

function findMismatch(certificate: X509Certificate, { prepared, issuing, root, at }: Expected): Mismatch | undefined {
  const from = Date.parse(certificate.validFrom);
  const to = Date.parse(certificate.validTo);
  if (certificate.serialNumber.toLowerCase() !== prepared.serial) return 'issued-serial';
  if (Buffer.compare(readKey(certificate), readRequest(prepared.csr).publicKey) !== 0) return 'issued-key';
  if (certificate.subjectAltName !== `DNS:${prepared.domain}`) return 'issued-names';
  if (!['', `CN=${prepared.domain}`].includes(certificate.subject ?? '')) return 'issued-subject'; // nothing else was checked
  if (!(from <= at.getTime() && at.getTime() < to)) return 'issued-validity';
  if (to - from + 1000 > maxValidityDays(at) * DAY_MS) return 'issued-validity'; // both ends count (BR 6.3.2)
  if (to > Date.parse(issuing.validTo)) return 'issued-validity';
  if (certificate.ca) return 'issued-authority';
  const key = keyOf(issuing, root);
  return key && certificate.checkIssued(issuing) && certificate.verify(key) ? undefined : 'issued-chain';
}

/** The SubjectPublicKeyInfo, octet for octet; OpenSSL would read the key and write it anew, which costs more than all the rest. */
function readKey({ raw }: X509Certificate): Uint8Array {
  const parts = readChildren(expectTag(readSequence(raw)[0], tags.sequence));
  return expectTag(parts[parts[0]?.tag === 0xa0 ? 6 : 5], tags.sequence).raw; // the version may be left out
}

/** Pairs that were checked already, with the issuing key: reading a key costs OpenSSL more than a verification with it. */
const checkedPairs = new WeakMap<X509Certificate, { readonly root: X509Certificate; readonly key: KeyObject }>();

/** The issuing key, when the root vouches for it. */
function keyOf(issuing: X509Certificate, root: X509Certificate): KeyObject | undefined {
  const checked = checkedPairs.get(issuing);
  if (checked?.root === root) return checked.key;
  if (!issuing.checkIssued(root) || !issuing.verify(root.publicKey)) return undefined;
  const key = issuing.publicKey;
  checkedPairs.set(issuing, { root, key });
  return key;
}
