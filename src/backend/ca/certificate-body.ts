// Builds the bodies (TBSCertificate, RFC 5280 4.1) of the three kinds of certificates of the embedded authority. Signs nothing.
import { fromDer, integer, type Node, none, oid, printable, sequence, set, tagged, time, toDer, utf8 } from './asn1.ts';
import * as extensions from './extensions.ts';
import { profile } from './profile.ts';

export type KeyType = 'rsa-3072' | 'p-256';

/** sha256WithRSAEncryption, ecdsa-with-SHA256. */
export const signatureAlgorithm = (type: KeyType): Node =>
  type === 'p-256' ? sequence(oid('1.2.840.10045.4.3.2')) : sequence(oid('1.2.840.113549.1.1.11'), none());

export const authorityName = (commonName: string): Buffer =>
  toDer(
    sequence(
      set(sequence(oid('2.5.4.6'), printable(profile.country))),
      set(sequence(oid('2.5.4.3'), utf8(commonName))),
    ),
  );

export interface Issuer {
  /** DER of the Name, taken over as it is: chains are built by comparing octets. */
  readonly name: Uint8Array;
  readonly spki: Uint8Array;
  readonly keyType: KeyType;
}

interface Body {
  readonly serial: string;
  readonly issuer: Issuer;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly subject: Node;
  readonly spki: Uint8Array;
  readonly extensions: readonly Node[];
}

const buildBody = (body: Body): Buffer =>
  toDer(
    sequence(
      tagged(0, integer('02')),
      integer(body.serial),
      signatureAlgorithm(body.issuer.keyType),
      fromDer(body.issuer.name),
      sequence(time(body.notBefore), time(body.notAfter)),
      body.subject,
      fromDer(body.spki),
      tagged(3, sequence(...body.extensions)),
    ),
  );

type Moments = { readonly serial: string; readonly notBefore: Date; readonly notAfter: Date };

/** `pathLength` 0 for the issuing authority; for the root `issuer` is itself. */
export const authorityBody = (
  certificate: Moments & { name: Uint8Array; spki: Uint8Array; issuer: Issuer; pathLength?: number },
): Buffer =>
  buildBody({
    ...certificate,
    subject: fromDer(certificate.name),
    extensions: [
      extensions.basicConstraints(certificate.pathLength === undefined ? {} : { pathLength: certificate.pathLength }),
      extensions.keyUsage('keyCertSign', 'cRLSign'),
      extensions.subjectKeyIdentifier(certificate.spki),
      extensions.authorityKeyIdentifier(certificate.issuer.spki),
      ...(certificate.pathLength === undefined ? [] : [extensions.certificatePolicies(['2.5.29.32.0'])]), // any policy
    ],
  });

export interface Addresses {
  /** Of the issuing authority's certificate in DER. */
  readonly issuer: string;
  /** Of the revocation list in DER. */
  readonly revocationList: string;
}

export const subscriberBody = (
  certificate: Moments & { domain: string; spki: Uint8Array; rsa: boolean; issuer: Issuer; addresses: Addresses },
): Buffer =>
  buildBody({
    ...certificate,
    subject: sequence(...subscriberName(certificate.domain)),
    extensions: [
      extensions.basicConstraints(false),
      extensions.keyUsage('digitalSignature', ...(certificate.rsa ? ['keyEncipherment'] : [])),
      extensions.extendedKeyUsage(profile.subscriber.extendedKeyUsage),
      extensions.subjectAltName(certificate.domain),
      extensions.subjectKeyIdentifier(certificate.spki),
      extensions.authorityKeyIdentifier(certificate.issuer.spki),
      extensions.authorityInformationAccess(certificate.addresses.issuer),
      extensions.crlDistributionPoint(certificate.addresses.revocationList),
      extensions.certificatePolicies(profile.subscriber.policies),
    ],
  });

/** A common name holds 64 letters at most; a longer domain stands in the subjectAltName alone. */
const subscriberName = (domain: string): Node[] =>
  domain.length <= 64 ? [set(sequence(oid('2.5.4.3'), utf8(domain)))] : [];
