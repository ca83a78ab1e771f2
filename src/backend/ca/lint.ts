// Rules for the body of a subscriber's certificate, read by other code than the library that wrote it. The first that is
// broken stops the signing. Only for our own authority: what others sign follows their profile, and is verified afterwards.
import { type Element, NotDer, readChildren, readElement, readOid, readOnly, readSequence } from '../../csr/der.ts';
import type { IssuerIdentity } from './issuer.ts';
import { maxValidityDays } from './profile.ts';
import { type Body, readBody, readKeyIdentifier, readUsage } from './read-body.ts';

export interface Approved {
  readonly domain: string;
  readonly spki: Uint8Array;
  readonly rsa: boolean;
  /** When it is, or was, signed. */
  readonly at: Date;
  readonly serial: string;
  readonly issuer: IssuerIdentity;
}

/** Object identifiers, as the hex of their content octets. */
const oids = {
  commonName: '550403',
  sha256WithRsa: '2a864886f70d01010b',
  sha384WithRsa: '2a864886f70d01010c',
  ecdsaWithSha256: '2a8648ce3d040302',
  ecdsaWithSha384: '2a8648ce3d040303',
  keyIdentifier: '551d0e',
  keyUsage: '551d0f',
  names: '551d11',
  constraints: '551d13',
  revocation: '551d1f',
  policies: '551d20',
  issuerKey: '551d23',
  purpose: '551d25',
  issuerAddress: '2b06010505070101',
  caIssuers: '2b06010505073002',
  /** In the order of the profile. */
  purposes: ['2b06010505070301'],
} as const;
const signatures: readonly string[] = [
  oids.sha256WithRsa,
  oids.sha384WithRsa,
  oids.ecdsaWithSha256,
  oids.ecdsaWithSha384,
];
const mayBeCritical: readonly string[] = [oids.keyUsage, oids.constraints, oids.names, oids.purpose];

const DNS_NAME = 0x82;
const URI = 0x86;
const DIGITAL_SIGNATURE = 0b1000_0000;
const KEY_ENCIPHERMENT = 0b0010_0000;
const DAY_MS = 24 * 60 * 60 * 1000;

const equal = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0;
const textOf = ({ content }: Element) => Buffer.from(content).toString('latin1');
/** RFC 5280, 8: https would need itself. */
const isHttp = (name: Element | undefined): boolean =>
  name?.tag === URI && textOf(name).startsWith('http://') && URL.canParse(textOf(name));

const extensionOf = ({ extensions }: Body, type: string): Uint8Array | undefined =>
  extensions.find((extension) => extension.type === type)?.value;
const listOf = (body: Body, type: string): Element[] => {
  const value = extensionOf(body, type);
  return value ? readSequence(value) : [];
};
const isCritical = ({ extensions }: Body, wanted: string) =>
  extensions.some(({ type, critical }) => type === wanted && critical);

/** Each name is the finding when it does not hold. */
const rules = {
  'lint-version': ({ version }) => version === 2,
  'lint-serial': (body, { serial }) => isSoundSerial(body.serial, serial),
  'lint-hash': ({ algorithm }) => signatures.includes(algorithm),
  'lint-issuer': (body, { issuer }) => equal(body.issuer, issuer.name),
  'lint-validity': ({ notBefore, notAfter }, { at }) => isSoundValidity(notBefore.getTime(), notAfter.getTime(), at),
  'lint-key': (body, { spki }) => equal(body.spki, spki),
  'lint-subject': ({ subject }, { domain }) =>
    subject.attributes.every(({ type, value }) => type === oids.commonName && value === domain),
  'lint-names': (body, { domain }) => {
    const [name, ...more] = listOf(body, oids.names);
    return name?.tag === DNS_NAME && textOf(name) === domain && more.length === 0;
  },
  'lint-name-form': (_, { domain }) =>
    domain.length <= 253 && /^(\*\.)?((?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{2,63}(?<!-)$/.test(domain),
  'lint-authority': (body) => {
    const value = extensionOf(body, oids.constraints); // empty: cA is FALSE when left out
    return isCritical(body, oids.constraints) && value !== undefined && readSequence(value).length === 0;
  },
  'lint-key-usage': (body, { rsa }) => {
    const value = extensionOf(body, oids.keyUsage);
    const usage = value ? readUsage(value) : 0;
    const allowed = DIGITAL_SIGNATURE | (rsa ? KEY_ENCIPHERMENT : 0);
    return isCritical(body, oids.keyUsage) && (usage & DIGITAL_SIGNATURE) !== 0 && (usage & ~allowed) === 0;
  },
  'lint-purpose': (body) => listOf(body, oids.purpose).map(readOid).join() === oids.purposes.join(),
  'lint-key-identifier': (body) => {
    const value = extensionOf(body, oids.keyIdentifier);
    return value !== undefined && readKeyIdentifier(value).length >= 20;
  },
  'lint-issuer-key': (body, { issuer }) => {
    const [identifier] = listOf(body, oids.issuerKey);
    return identifier?.tag === 0x80 && equal(identifier.content, issuer.keyIdentifier);
  },
  'lint-issuer-address': (body) =>
    listOf(body, oids.issuerAddress).some((description) => {
      const [method, location] = readChildren(description);
      return readOid(method) === oids.caIssuers && isHttp(location);
    }),
  'lint-revocation-address': (body) => {
    const points = listOf(body, oids.revocation);
    return points.length > 0 && points.every((point) => isHttp(addressOf(point)));
  },
  'lint-policies': (body) => listOf(body, oids.policies).length > 0,
  'lint-extension-twice': ({ extensions }) => new Set(extensions.map(({ type }) => type)).size === extensions.length,
  'lint-critical': ({ extensions }) =>
    extensions.every(({ critical, type }) => !critical || mayBeCritical.includes(type)),
} satisfies Record<string, (body: Body, approved: Approved) => boolean>;

export type LintFinding = keyof typeof rules | 'lint-unreadable';

/** The first rule that the body breaks. Never throws for what a body holds. */
export function lint(tbsDer: Uint8Array, approved: Approved): LintFinding | undefined {
  try {
    const body = readBody(tbsDer);
    const broken = Object.entries(rules).find(([, holds]) => !holds(body, approved));
    return broken?.[0] as LintFinding | undefined;
  } catch (error) {
    if (error instanceof NotDer) return 'lint-unreadable';
    throw error;
  }
}

/** DistributionPoint -> distributionPoint [0] -> fullName [0] -> the first general name. */
function addressOf(point: Element): Element | undefined {
  const [name] = readChildren(point);
  if (name?.tag !== 0xa0) return undefined;
  const fullName = readOnly(name.content, 0xa0);
  return fullName.content.length > 0 ? readElement(fullName.content) : undefined;
}

/** Positive, at least 64 random bits (BR 7.1), at most 20 octets (RFC 5280, 4.1.2.2). */
const isSoundSerial = (octets: Uint8Array, serial: string): boolean =>
  octets.length >= 8 &&
  octets.length <= 20 &&
  (octets[0] ?? 0x80) < 0x80 &&
  Buffer.from(octets).toString('hex') === serial;

/** Both ends count, hence the second (BR 6.3.2). */
const isSoundValidity = (from: number, to: number, at: Date): boolean =>
  to - from + 1000 <= maxValidityDays(at) * DAY_MS && from <= at.getTime() && at.getTime() < to;
