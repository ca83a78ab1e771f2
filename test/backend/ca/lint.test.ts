// Each rule broken alone, on a body that forge wrote.
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import forge from 'node-forge';
import { authorityName, createSubscriberBody, type Issuer } from '../../../src/backend/ca/certificate-body.ts';
import * as extensions from '../../../src/backend/ca/extensions.ts';
import { type Approved, lint } from '../../../src/backend/ca/lint.ts';

type Node = forge.asn1.Asn1;
const spkiOf = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' });

const at = new Date('2026-11-22T10:00:00Z');
const [spki, issuerSpki] = [spkiOf(), spkiOf()];
const issuer: Issuer = { name: authorityName('An authority'), spki: issuerSpki, keyType: 'p-256' };
const right = {
  serial: '40112233445566778899aabbccddeeff',
  issuer,
  notBefore: new Date('2026-11-22T09:00:00Z'),
  notAfter: new Date('2027-06-10T08:59:59Z'),
  domain: 'alatau.kz',
  spki,
  rsa: false,
  addresses: { issuer: 'http://ca.example.kz/issuing.cer', revocationList: 'http://ca.example.kz/issuing.crl' },
};
const approved: Approved = {
  domain: right.domain,
  spki,
  rsa: false,
  at,
  serial: right.serial,
  issuer: { name: issuer.name, keyIdentifier: extensions.keyIdentifier(issuerSpki) },
};

const body = (changes: Partial<typeof right> = {}) => {
  const wanted = { ...right, ...changes };
  return createSubscriberBody(wanted.issuer)(wanted, wanted.addresses);
};

const partsOf = (node: Node | undefined): Node[] => {
  if (!Array.isArray(node?.value)) throw new Error('nothing inside');
  return node.value as Node[];
};

/** The body with its elements changed: [0] version ... [6] key, [7] extensions. */
function edited(change: (elements: Node[]) => void): Uint8Array {
  const tree = forge.asn1.fromDer(body().toString('latin1'));
  change(partsOf(tree));
  return Buffer.from(forge.asn1.toDer(tree).getBytes(), 'latin1');
}

const typeOf = (extension: Node) => forge.asn1.derToOid(partsOf(extension)[0]?.value as string);
const withExtensions = (change: (list: Node[]) => Node[]) =>
  edited((elements) => {
    const [list] = partsOf(elements[7]);
    if (list) list.value = change(partsOf(list));
  });
const each = (type: string, change: (extension: Node) => Node) =>
  withExtensions((list) => list.map((extension) => (typeOf(extension) === type ? change(extension) : extension)));
const replaced = (type: string, by: Node) => each(type, () => by);
const without = (type: string) => withExtensions((list) => list.filter((extension) => typeOf(extension) !== type));
const uncritical = (type: string) =>
  each(type, (extension) => {
    partsOf(extension).splice(1, 1);
    return extension;
  });
const critical = (type: string) =>
  each(type, (extension) => {
    const { create, Class, Type } = forge.asn1;
    partsOf(extension).splice(1, 0, create(Class.UNIVERSAL, Type.BOOLEAN, false, '\xff'));
    return extension;
  });
/** The element at the end of the path with other octets. */
const octet = ([first = 0, ...path]: readonly number[], value: string) =>
  edited((elements) => {
    const node = path.reduce((parent, index) => partsOf(parent)[index], elements[first]);
    if (node) node.value = value;
  });
const oidOctets = (dotted: string) => forge.asn1.oidToDer(dotted).getBytes();

test('breaks no rule', () => {
  expect(lint(body(), approved)).toBeUndefined();
  expect(lint(body({ rsa: true }), { ...approved, rsa: true })).toBeUndefined();
  const domain = '*.xn--80ao21a.kz';
  expect(lint(body({ domain }), { ...approved, domain })).toBeUndefined();
  const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.kz`; // too long for a common name
  expect(lint(body({ domain: long }), { ...approved, domain: long })).toBeUndefined();
});

test.each<[string, string, Uint8Array, Partial<Approved>?]>([
  ['lint-version', 'version 1', octet([0, 0], '\x00')],
  ['lint-serial', 'another serial', body({ serial: '40112233445566778899aabbccddeefe' })],
  ['lint-serial', 'a short serial', body({ serial: '40112233' }), { serial: '40112233' }],
  ['lint-hash', 'SHA-1', octet([2, 0], oidOctets('1.2.840.10045.4.1'))],
  ['lint-issuer', 'another issuer', body({ issuer: { ...issuer, name: authorityName('Another') } })],
  ['lint-validity', 'a second too long', body({ notAfter: new Date('2027-06-10T09:00:00Z') })],
  ['lint-validity', 'not yet', body(), { at: new Date('2026-11-22T08:59:59Z') }],
  ['lint-validity', 'ended', body(), { at: right.notAfter }],
  ['lint-key', 'another key', body({ spki: spkiOf() })],
  ['lint-subject', 'another name', octet([5, 0, 0, 1], 'burabay.kz')],
  ['lint-subject', 'an organization', octet([5, 0, 0, 0], oidOctets('2.5.4.10'))],
  ['lint-names', 'another name', replaced('2.5.29.17', extensions.subjectAltName('burabay.kz'))],
  ['lint-names', 'no name', without('2.5.29.17')],
  ['lint-name-form', 'an underscore', body({ domain: 'a_b.kz' }), { domain: 'a_b.kz' }],
  ['lint-name-form', 'a label of 64', body({ domain: `${'a'.repeat(64)}.kz` }), { domain: `${'a'.repeat(64)}.kz` }],
  ['lint-authority', 'an authority', replaced('2.5.29.19', extensions.basicConstraints({}))],
  ['lint-authority', 'not critical', uncritical('2.5.29.19')],
  ['lint-authority', 'nothing said', without('2.5.29.19')],
  [
    'lint-key-usage',
    'signs certificates',
    replaced('2.5.29.15', extensions.keyUsage('digitalSignature', 'keyCertSign')),
  ],
  [
    'lint-key-usage',
    'wraps keys with EC',
    replaced('2.5.29.15', extensions.keyUsage('digitalSignature', 'keyEncipherment')),
  ],
  ['lint-key-usage', 'signs nothing', replaced('2.5.29.15', extensions.keyUsage('keyEncipherment'))],
  ['lint-key-usage', 'not critical', uncritical('2.5.29.15')],
  [
    'lint-purpose',
    'clients too',
    replaced('2.5.29.37', extensions.extendedKeyUsage(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'])),
  ],
  ['lint-purpose', 'any', without('2.5.29.37')],
  ['lint-key-identifier', 'none', without('2.5.29.14')],
  ['lint-issuer-key', 'of another key', replaced('2.5.29.35', extensions.authorityKeyIdentifier(spkiOf()))],
  ['lint-issuer-key', 'none', without('2.5.29.35')],
  ['lint-issuer-address', 'https', body({ addresses: { ...right.addresses, issuer: 'https://ca.example.kz/x' } })],
  ['lint-issuer-address', 'none', without('1.3.6.1.5.5.7.1.1')],
  [
    'lint-revocation-address',
    'ldap',
    body({ addresses: { ...right.addresses, revocationList: 'ldap://ca.example.kz' } }),
  ],
  ['lint-revocation-address', 'none', without('2.5.29.31')],
  ['lint-policies', 'none', without('2.5.29.32')],
  [
    'lint-extension-twice',
    'policies',
    withExtensions((list) => [...list, extensions.certificatePolicies(['2.23.140.1.2.1'])]),
  ],
  ['lint-critical', 'policies', critical('2.5.29.32')],
  ['lint-unreadable', 'an octet more', Buffer.concat([body(), Buffer.from([0])])],
  ['lint-unreadable', 'cut', body().subarray(0, -1)],
  ['lint-unreadable', 'empty', new Uint8Array()],
  ['lint-unreadable', 'the day 40', octet([4, 0], '261140090000Z')],
])('%s: %s', (finding, _, der, changes = {}) => {
  expect(lint(der, { ...approved, ...changes })).toBe(finding);
});
