// Rules for the body of a subscriber's certificate, read by another library than the one that wrote it. The first that is
// broken stops the signing. Only for our own authority: what others sign follows their profile, and is verified afterwards.
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AuthorityInfoAccessSyntax,
  AuthorityKeyIdentifier,
  BasicConstraints,
  CertificatePolicies,
  CRLDistributionPoints,
  ExtendedKeyUsage,
  KeyUsage,
  KeyUsageFlags,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  TBSCertificate,
} from '@peculiar/asn1-x509';
import type { IssuerIdentity } from './issuer.ts';
import { maxValidityDays, profile } from './profile.ts';

export interface Approved {
  readonly domain: string;
  readonly spki: Uint8Array;
  readonly rsa: boolean;
  /** When it is, or was, signed. */
  readonly at: Date;
  readonly serial: string;
  readonly issuer: IssuerIdentity;
}

interface Body {
  readonly tbs: TBSCertificate;
  /** The extension's value; undefined when it is missing. */
  read<Value>(type: string, schema: new () => Value): Value | undefined;
  isCritical(type: string): boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const equal = (one: ArrayBuffer | Uint8Array, other: ArrayBuffer | Uint8Array) =>
  Buffer.from(one as ArrayBuffer).equals(Buffer.from(other as ArrayBuffer));
const isHttp = (url: string | undefined): boolean => url?.startsWith('http://') === true; // RFC 5280, 8: https would need itself

/** Each name is the finding when it does not hold. */
const rules = {
  'lint-version': ({ tbs }) => tbs.version === 2,
  'lint-serial': ({ tbs }, { serial }) => isSoundSerial(Buffer.from(tbs.serialNumber), serial),
  'lint-hash': ({ tbs }) =>
    ['1.2.840.113549.1.1.11', '1.2.840.113549.1.1.12', '1.2.840.10045.4.3.2', '1.2.840.10045.4.3.3'].includes(
      tbs.signature.algorithm,
    ),
  'lint-issuer': ({ tbs }, { issuer }) => equal(AsnConvert.serialize(tbs.issuer), issuer.name),
  'lint-validity': ({ tbs }, { at }) =>
    isSoundValidity(tbs.validity.notBefore.getTime().getTime(), tbs.validity.notAfter.getTime().getTime(), at),
  'lint-key': ({ tbs }, { spki }) => equal(AsnConvert.serialize(tbs.subjectPublicKeyInfo), spki),
  'lint-subject': ({ tbs }, { domain }) =>
    tbs.subject.flat().every(({ type, value }) => type === '2.5.4.3' && value.toString() === domain),
  'lint-names': (body, { domain }) => {
    const names = body.read('2.5.29.17', SubjectAlternativeName) ?? [];
    return names.length === 1 && names[0]?.dNSName === domain;
  },
  'lint-name-form': (_, { domain }) =>
    domain.length <= 253 && /^(\*\.)?((?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{2,63}(?<!-)$/.test(domain),
  'lint-authority': (body) => body.isCritical('2.5.29.19') && body.read('2.5.29.19', BasicConstraints)?.cA === false,
  'lint-key-usage': (body, { rsa }) => {
    const usage = body.read('2.5.29.15', KeyUsage)?.toNumber() ?? 0;
    const allowed = KeyUsageFlags.digitalSignature | (rsa ? KeyUsageFlags.keyEncipherment : 0);
    return body.isCritical('2.5.29.15') && (usage & KeyUsageFlags.digitalSignature) !== 0 && (usage & ~allowed) === 0;
  },
  'lint-purpose': (body) =>
    [...(body.read('2.5.29.37', ExtendedKeyUsage) ?? [])].join() === profile.subscriber.extendedKeyUsage.join(),
  'lint-key-identifier': (body) => (body.read('2.5.29.14', SubjectKeyIdentifier)?.byteLength ?? 0) >= 20,
  'lint-issuer-key': (body, { issuer }) => {
    const identifier = body.read('2.5.29.35', AuthorityKeyIdentifier)?.keyIdentifier;
    return identifier !== undefined && equal(identifier.buffer, issuer.keyIdentifier);
  },
  'lint-issuer-address': (body) =>
    (body.read('1.3.6.1.5.5.7.1.1', AuthorityInfoAccessSyntax) ?? []).some(
      ({ accessMethod, accessLocation }) =>
        accessMethod === '1.3.6.1.5.5.7.48.2' && isHttp(accessLocation.uniformResourceIdentifier),
    ),
  'lint-revocation-address': (body) =>
    (body.read('2.5.29.31', CRLDistributionPoints) ?? []).some(({ distributionPoint }) =>
      isHttp(distributionPoint?.fullName?.[0]?.uniformResourceIdentifier),
    ),
  'lint-policies': (body) => (body.read('2.5.29.32', CertificatePolicies) ?? []).length > 0,
  'lint-extension-twice': ({ tbs }) => {
    const types = (tbs.extensions ?? []).map(({ extnID }) => extnID);
    return new Set(types).size === types.length;
  },
  'lint-critical': ({ tbs }) =>
    (tbs.extensions ?? []).every(
      ({ critical, extnID }) => !critical || ['2.5.29.15', '2.5.29.19', '2.5.29.17', '2.5.29.37'].includes(extnID),
    ),
} satisfies Record<string, (body: Body, approved: Approved) => boolean>;

export type LintFinding = keyof typeof rules | 'lint-unreadable';

/** The first rule that the body breaks. Never throws. */
export function lint(tbsDer: Uint8Array, approved: Approved): LintFinding | undefined {
  try {
    const body = readBody(tbsDer);
    const broken = Object.entries(rules).find(([, holds]) => !holds(body, approved));
    return broken?.[0] as LintFinding | undefined;
  } catch {
    return 'lint-unreadable';
  }
}

function readBody(tbsDer: Uint8Array): Body {
  const tbs = AsnConvert.parse(tbsDer, TBSCertificate);
  const find = (type: string) => tbs.extensions?.find(({ extnID }) => extnID === type);
  return {
    tbs,
    read: (type, schema) => {
      const value = find(type)?.extnValue;
      return value && AsnConvert.parse(value.buffer, schema);
    },
    isCritical: (type) => find(type)?.critical === true,
  };
}

/** Positive, at least 64 random bits (BR 7.1), at most 20 octets (RFC 5280, 4.1.2.2). */
const isSoundSerial = (octets: Buffer, serial: string): boolean =>
  octets.length >= 8 && octets.length <= 20 && (octets[0] ?? 0x80) < 0x80 && octets.toString('hex') === serial;

/** Both ends count, hence the second (BR 6.3.2). */
const isSoundValidity = (from: number, to: number, at: Date): boolean =>
  to - from + 1000 <= maxValidityDays(at) * DAY_MS && from <= at.getTime() && at.getTime() < to;
