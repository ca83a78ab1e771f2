// Is the certificate that came back what was asked for? OpenSSL (through node:crypto) reads it: neither who wrote nor who linted it.
import { X509Certificate } from 'node:crypto';
import { readRequest } from '../../csr/request.ts';
import type { Prepared, Signing } from './certificate-authority.ts';

export type Mismatch =
  | 'issued-unreadable'
  | 'issued-serial'
  | 'issued-key'
  | 'issued-names'
  | 'issued-validity'
  | 'issued-authority'
  | 'issued-chain';

export interface Expected {
  readonly prepared: Prepared;
  readonly issuing: X509Certificate;
  readonly root: X509Certificate;
}

/** `issued` when all is well, else `misissued`. Takes PEM; never throws. */
export function judgeIssued(certificate: string, expected: Expected): Signing {
  const mismatch = findMismatch(certificate, expected);
  if (mismatch) return { kind: 'misissued', because: mismatch, certificate };
  const { prepared, issuing, root } = expected;
  const { validFrom, validTo } = new X509Certificate(certificate);
  return {
    kind: 'issued',
    issued: {
      serial: prepared.serial,
      certificate,
      chain: [issuing.toString()],
      root: root.toString(),
      validFrom: new Date(validFrom),
      validTo: new Date(validTo),
    },
  };
}

function findMismatch(certificate: string, expected: Expected): Mismatch | undefined {
  try {
    return compare(new X509Certificate(certificate), expected);
  } catch {
    return 'issued-unreadable';
  }
}

function compare(certificate: X509Certificate, { prepared, issuing, root }: Expected): Mismatch | undefined {
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  const from = Date.parse(certificate.validFrom);
  const to = Date.parse(certificate.validTo);
  if (certificate.serialNumber.toLowerCase() !== prepared.serial) return 'issued-serial';
  if (!spki.equals(readRequest(prepared.csr).publicKey)) return 'issued-key';
  if (certificate.subjectAltName !== `DNS:${prepared.domain}`) return 'issued-names';
  if (!(from <= prepared.preparedAt.getTime() && prepared.preparedAt.getTime() < to)) return 'issued-validity';
  if (certificate.ca || to > Date.parse(issuing.validTo))
    return certificate.ca ? 'issued-authority' : 'issued-validity';
  const chained = certificate.checkIssued(issuing) && certificate.verify(issuing.publicKey);
  return chained && issuing.checkIssued(root) && issuing.verify(root.publicKey) ? undefined : 'issued-chain';
}
