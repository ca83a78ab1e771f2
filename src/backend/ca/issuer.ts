import type { KeyObject, X509Certificate } from 'node:crypto';
import type { Issuer } from './certificate-body.ts';
import { readCertificateBody, readKeyIdentifier } from './read-body.ts';
import { keyTypeOf } from './sign-der.ts';

const SUBJECT_KEY_IDENTIFIER = '551d0e';

/** What certificates say of the authority that signed them. */
export interface IssuerIdentity {
  /** DER of its Name, octet for octet: chains are built by comparing these. */
  readonly name: Uint8Array;
  /** Its own subject key identifier. */
  readonly keyIdentifier: Uint8Array;
}

export function readIssuerIdentity(issuing: X509Certificate): IssuerIdentity {
  const { subject, extensions } = readCertificateBody(issuing.raw);
  const identifier = extensions.find(({ type }) => type === SUBJECT_KEY_IDENTIFIER);
  if (!identifier) throw new Error('the issuing certificate has no subject key identifier');
  return { name: subject.raw, keyIdentifier: readKeyIdentifier(identifier.value) };
}

/** What is written of it into what it signs. */
export const readIssuer = (issuing: X509Certificate, key: KeyObject): Issuer & IssuerIdentity => ({
  ...readIssuerIdentity(issuing),
  spki: issuing.publicKey.export({ type: 'spki', format: 'der' }),
  keyType: keyTypeOf(key),
});
