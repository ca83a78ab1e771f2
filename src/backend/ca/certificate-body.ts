// Builds the bodies (TBSCertificate, RFC 5280 4.1) of the three kinds of certificates of the embedded authority. Signs nothing.
import {
  integer,
  type Node,
  none,
  oid,
  printable,
  sequence,
  sequenceOf,
  set,
  tagged,
  taggedOf,
  time,
  toDer,
  utf8,
} from './asn1.ts';
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

/** All in DER: forge takes four times as long when it reads and writes anew what is there already. */
interface Body {
  readonly serial: string;
  readonly issuer: Issuer;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  readonly extensions: readonly Uint8Array[];
}

const VERSION_3 = toDer(tagged(0, integer('02')));

const buildBody = (body: Body): Buffer =>
  sequenceOf(
    VERSION_3,
    toDer(integer(body.serial)),
    toDer(signatureAlgorithm(body.issuer.keyType)),
    body.issuer.name,
    toDer(sequence(time(body.notBefore), time(body.notAfter))),
    body.subject,
    body.spki,
    taggedOf(3, sequenceOf(...body.extensions)),
  );

type Moments = { readonly serial: string; readonly notBefore: Date; readonly notAfter: Date };

/** `pathLength` 0 for the issuing authority; for the root `issuer` is itself. */
export const authorityBody = (
  certificate: Moments & { name: Uint8Array; spki: Uint8Array; issuer: Issuer; pathLength?: number },
): Buffer =>
  buildBody({
    ...certificate,
    subject: certificate.name,
    extensions: [
      extensions.basicConstraints(certificate.pathLength === undefined ? {} : { pathLength: certificate.pathLength }),
      extensions.keyUsage('keyCertSign', 'cRLSign'),
      extensions.subjectKeyIdentifier(certificate.spki),
      extensions.authorityKeyIdentifier(certificate.issuer.spki),
      ...(certificate.pathLength === undefined ? [] : [extensions.certificatePolicies(['2.5.29.32.0'])]), // any policy
    ].map(toDer),
  });

export interface Addresses {
  /** Of the issuing authority's certificate in DER. */
  readonly issuer: string;
  /** Of the revocation list in DER. */
  readonly revocationList: string;
}

export type Subscriber = Moments & { readonly domain: string; readonly spki: Uint8Array; readonly rsa: boolean };

/** For all certificates of an issuer: what they have alike is written once. */
export function createSubscriberBody(issuer: Issuer): (subscriber: Subscriber, addresses: Addresses) => Buffer {
  const constraints = toDer(extensions.basicConstraints(false));
  const rsaUsage = toDer(extensions.keyUsage('digitalSignature', 'keyEncipherment'));
  const ecUsage = toDer(extensions.keyUsage('digitalSignature'));
  const purpose = toDer(extensions.extendedKeyUsage(profile.subscriber.extendedKeyUsage));
  const authorityKey = toDer(extensions.authorityKeyIdentifier(issuer.spki));
  const access = writeOnce(extensions.authorityInformationAccess);
  const revocationList = writeOnce(extensions.crlDistributionPoint);
  const policies = toDer(extensions.certificatePolicies(profile.subscriber.policies));
  return ({ domain, spki, rsa, ...moments }, addresses) => {
    const names = toDer(extensions.subjectAltName(domain));
    const keyIdentifier = toDer(extensions.subjectKeyIdentifier(spki));
    return buildBody({
      ...moments,
      issuer,
      spki,
      subject: toDer(sequence(...subscriberName(domain))),
      extensions: [
        constraints,
        rsa ? rsaUsage : ecUsage,
        purpose,
        names,
        keyIdentifier,
        authorityKey,
        access(addresses.issuer),
        revocationList(addresses.revocationList),
        policies,
      ],
    });
  };
}

/** Addresses hardly ever change: written anew when they have. */
function writeOnce(write: (address: string) => Node): (address: string) => Uint8Array {
  let written: { readonly address: string; readonly der: Uint8Array } | undefined;
  return (address) => {
    if (written?.address !== address) written = { address, der: toDer(write(address)) };
    return written.der;
  };
}

/** A common name holds 64 letters at most; a longer domain stands in the subjectAltName alone. */
const subscriberName = (domain: string): Node[] =>
  domain.length <= 64 ? [set(sequence(oid('2.5.4.3'), utf8(domain)))] : [];
