import type { X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, SubjectKeyIdentifier } from '@peculiar/asn1-x509';

/** What certificates say of the authority that signed them. */
export interface IssuerIdentity {
  /** DER of its Name, octet for octet: chains are built by comparing these. */
  readonly name: Uint8Array;
  /** Its own subject key identifier. */
  readonly keyIdentifier: Uint8Array;
}

export function readIssuerIdentity(issuing: X509Certificate): IssuerIdentity {
  const { subject, extensions } = AsnConvert.parse(issuing.raw, Certificate).tbsCertificate;
  const identifier = extensions?.find(({ extnID }) => extnID === '2.5.29.14');
  if (!identifier) throw new Error('the issuing certificate has no subject key identifier');
  return {
    name: new Uint8Array(AsnConvert.serialize(subject)),
    keyIdentifier: new Uint8Array(AsnConvert.parse(identifier.extnValue.buffer, SubjectKeyIdentifier).buffer),
  };
}
