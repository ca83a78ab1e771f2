import { createHash, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { type CsrRefusal, checkCsr } from '../../src/csr/check-csr.ts';
import { attribute, element, extension, hostile, oid, unsigned } from './hostile.ts';
import { makeEcKey, makeKey, makeRsaKey, openssl, removeFolder, request, toDer, write } from './requests.ts';
import { fermatKey, keyWithExponent, rocaKey, smallFactorKey } from './weak-keys.ts';

afterAll(removeFolder);

const domain = 'alatau.kz';
const rsa = makeRsaKey(2048);
const ec = makeEcKey('P-256');
const usual = request(rsa);
const usualDer = toDer(usual);
const withExtension = (text: string) => request(ec, { options: ['-addext', text] });
const flip = (bytes: Buffer, index: number) => {
  const copy = Buffer.from(bytes);
  const place = index < 0 ? copy.length + index : index;
  copy[place] = (copy[place] ?? 0) ^ 1;
  return copy;
};
const outcome = (sent: Uint8Array | string, wanted = domain) => {
  const result = checkCsr(sent, { domain: wanted });
  return 'value' in result ? 'accepted' : result.because;
};

describe('accepts', () => {
  test.each([
    ['RSA-2048', usual],
    ['RSA-3072', request(makeRsaKey(3072))],
    ['RSA-4096', request(makeRsaKey(4096))],
    ['P-256', request(ec)],
    ['P-384 with SHA-384', request(makeEcKey('P-384'), { options: ['-sha384'] })],
    ['SHA-512', request(rsa, { options: ['-sha512'] })],
    [
      'an RSA-PSS signature',
      request(rsa, { options: ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'] }),
    ],
    ['DER', usualDer],
    [
      'the domain as SAN only',
      request(ec, { subject: '/O=Alatau', options: ['-addext', `subjectAltName=DNS:${domain}`] }),
    ],
    ['the domain in capitals', request(ec, { subject: '/CN=ALATAU.KZ' })],
    [
      'an organisation and an e-mail in the subject, which are not taken over',
      request(ec, { subject: '/C=KZ/O=Alatau/CN=alatau.kz/emailAddress=a@alatau.kz' }),
    ],
    ['CA:FALSE and a usual key usage', withExtension('basicConstraints=CA:FALSE')],
    ['digitalSignature', withExtension('keyUsage=digitalSignature,keyEncipherment')],
    ['an exponent of 2^32-5', request(keyWithExponent(4294967291n))],
  ])('%s', (_, sent) => {
    expect(outcome(sent)).toBe('accepted');
  });

  test.each([
    ['Windows line ends', usual.replaceAll('\n', '\r\n')],
    ['the header Windows writes', openssl('req', '-in', write(usual), '-newhdr').toString()],
    ['openssl’s text before it', openssl('req', '-in', write(usual), '-text').toString()],
    ['words around it', `Сәлеметсіз бе!\nМіне: ${usual}\nРахмет — күтемін.`],
    ['hyphens made into dashes by a phone', usual.replaceAll('-----', '——-')],
    ['one long dash', usual.replaceAll('-----', '—')],
    ['non-breaking and invisible spaces', usual.replaceAll(' ', '\u00a0').replaceAll('\n', '\u200b\n')],
    ['line ends lost', usual.replaceAll('\n', ' ')],
    ['a byte order mark', Buffer.from(`\ufeff${usual}`)],
    ['Notepad’s Unicode', Buffer.from(`\ufeff${usual}`, 'utf16le')],
    ['no BEGIN and END at all', usualDer.toString('base64')],
    ['a certificate after it', usual + selfSigned()],
  ])('PEM with %s', (_, sent) => {
    expect(outcome(sent)).toBe('accepted');
  });

  test('a wildcard when the application is for it', () => {
    const wildcard = request(ec, { subject: '/CN=*.alatau.kz' });
    expect(outcome(wildcard, '*.alatau.kz')).toBe('accepted');
    expect(outcome(wildcard)).toBe('csr-names');
  });

  test('a name in Kazakh letters for the domain it stands for', () => {
    const kazakh = request(ec, { subject: '/CN=мысал.қаз', options: ['-utf8'] });
    expect(outcome(kazakh, 'xn--80awbu3c.xn--80ao21a')).toBe('accepted');
  });

  test('and says what it read', () => {
    const result = checkCsr(`junk ${usual}`, { domain });
    if (!('value' in result)) throw new Error(result.because);
    const spki = createPublicKey(openssl('rsa', '-in', rsa, '-pubout')).export({ type: 'spki', format: 'der' });
    expect(result.value).toMatchObject({ key: { type: 'rsa', bits: 2048 }, names: [domain], pem: usual });
    expect(Buffer.from(result.value.der)).toEqual(usualDer);
    expect(result.value.spkiSha256).toBe(createHash('sha256').update(spki).digest('hex'));
  });
});

const refusals: [CsrRefusal, string, Uint8Array | string][] = [
  ['csr-too-large', '16 kB and one', Buffer.alloc(16_385, 0x30)],
  ['csr-too-large', 'text of fewer letters than octets', 'қ'.repeat(8_193)],
  ['csr-private-key', 'a PEM key', readFileSync(rsa)],
  ['csr-private-key', 'a request with its key', usual + readFileSync(rsa)],
  ['csr-private-key', 'an encrypted key', openssl('pkcs8', '-topk8', '-in', rsa, '-passout', 'pass:secret1')],
  ['csr-private-key', 'a DER key', openssl('pkcs8', '-topk8', '-nocrypt', '-in', ec, '-outform', 'DER')],
  [
    'csr-private-key',
    'an encrypted DER key',
    openssl('pkcs8', '-topk8', '-in', ec, '-outform', 'DER', '-passout', 'pass:secret1'),
  ],
  [
    'csr-private-key',
    'a PKCS#12 file',
    openssl('pkcs12', '-export', '-inkey', rsa, '-in', write(selfSigned()), '-passout', 'pass:secret1'),
  ],
  ['csr-private-key', 'a Java key store', Buffer.from('feedfeed0000000200000001', 'hex')],
  ['csr-private-key', 'a PuTTY key', 'PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n'],
  ['csr-several', 'two requests', usual + usual],
  ['csr-certificate', 'a PEM certificate', selfSigned()],
  ['csr-certificate', 'a DER certificate', openssl('x509', '-in', write(selfSigned()), '-outform', 'DER')],
  ['csr-incomplete', 'the first lines only', usual.slice(0, 400)],
  ['csr-incomplete', 'a line missing', usual.split('\n').toSpliced(5, 1).join('\n')],
  ['csr-incomplete', 'half a file', usualDer.subarray(0, 200)],
  ['csr-unreadable', 'nothing', ''],
  ['csr-unreadable', 'a greeting', 'Сәлем!'],
  ['csr-unreadable', 'something after it', Buffer.concat([usualDer, Buffer.from('!')])],
  ['csr-unreadable', 'a picture', Buffer.from('89504e470d0a1a0a', 'hex')],
  ['csr-key-type', 'Ed25519', request(makeKey('-algorithm', 'ED25519'))],
  [
    'csr-key-type',
    'a key for RSA-PSS only',
    request(makeKey('-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048')),
  ],
  ['csr-key-size', 'RSA-1024', request(makeRsaKey(1024))],
  ['csr-key-size', 'RSA-2056', request(makeRsaKey(2056))],
  ['csr-exponent', 'e = 3', request(makeRsaKey(2048, '-pkeyopt', 'rsa_keygen_pubexp:3'))],
  ['csr-exponent', 'e over 2^32', request(keyWithExponent(2n ** 32n + 15n))],
  ['csr-curve', 'P-521', request(makeEcKey('P-521'))],
  ['csr-curve', 'secp256k1', request(makeEcKey('secp256k1'))],
  [
    'csr-curve',
    'P-256 written out',
    request(makeKey('-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-pkeyopt', 'ec_param_enc:explicit')),
  ],
  ['csr-point', 'a compressed point', request(write(openssl('ec', '-in', ec, '-conv_form', 'compressed')))],
  [
    'csr-point',
    'a point beside the curve',
    flip(toDer(request(ec)), toDer(request(ec)).indexOf('03420004', 0, 'hex') + 40),
  ],
  ['csr-hash', 'SHA-1', request(rsa, { options: ['-sha1'] })],
  ['csr-hash', 'MD5', request(rsa, { options: ['-md5'] })],
  ['csr-hash', 'SHA-1 with EC', request(ec, { options: ['-sha1'] })],
  ['csr-hash', 'SHA-1 in RSA-PSS', request(rsa, { options: ['-sha1', '-sigopt', 'rsa_padding_mode:pss'] })],
  [
    'csr-hash',
    'SHA-1 in the mask of RSA-PSS',
    request(rsa, { options: ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_mgf1_md:sha1'] }),
  ],
  ['csr-authority', 'CA:TRUE', withExtension('basicConstraints=critical,CA:TRUE')],
  ['csr-authority', 'keyCertSign', withExtension('keyUsage=keyCertSign')],
  ['csr-authority', 'cRLSign', withExtension('keyUsage=digitalSignature,cRLSign')],
  ['csr-no-name', 'an organisation only', request(ec, { subject: '/O=Alatau' })],
  ['csr-name-kind', 'an address', withExtension('subjectAltName=DNS:alatau.kz,IP:192.0.2.1')],
  ['csr-name-kind', 'an e-mail', withExtension('subjectAltName=email:a@alatau.kz')],
  ['csr-names', 'another domain', request(ec, { subject: '/CN=burabay.kz' })],
  ['csr-names', 'www', withExtension('subjectAltName=DNS:alatau.kz,DNS:www.alatau.kz')],
  ['csr-names', 'a second common name', request(ec, { subject: '/CN=alatau.kz/CN=burabay.kz' })],
  [
    'csr-names',
    'both in one set',
    request(ec, { subject: '/CN=alatau.kz+CN=burabay.kz', options: ['-multivalue-rdn'] }),
  ],
  ['csr-names', 'a trailing dot', request(ec, { subject: '/CN=alatau.kz.' })],
  [
    'csr-names',
    'a NUL after the domain',
    unsigned({ attributes: [named('2a864886f70d01090e', 'alatau.kz\0.burabay.kz')] }),
  ],
  [
    'csr-names',
    'another domain in Windows’ own attribute',
    unsigned({ attributes: [named('2b06010401823702010e', 'burabay.kz')] }),
  ],
  ['csr-weak-factors', 'a factor of 3', request(smallFactorKey(3n))],
  ['csr-weak-factors', 'a factor of 751', request(smallFactorKey(751n))],
  ['csr-weak-roca', 'a key as a ROCA card makes it', request(rocaKey())],
  ['csr-weak-fermat', 'primes beside each other', request(fermatKey())],
  ['csr-signature', 'RSA, last octet changed', flip(usualDer, -1)],
  ['csr-signature', 'EC, last octet changed', flip(toDer(request(ec)), -1)],
  [
    'csr-signature',
    'the algorithm of another kind of key',
    unsigned({ algorithm: element(0x30, oid('2a8648ce3d040302')) }),
  ],
];

describe('refuses', () => {
  test.each(refusals)('%s: %s', (because, _, sent) => {
    expect(outcome(sent)).toBe(because);
  });

  test.each(hostile)('$name', ({ sent, because }) => {
    expect(outcome(sent)).toBe(because);
  });

  test('csr-blocked-key: a key on the list', () => {
    const { value } = checkCsr(usual, { domain }) as { value: { spkiSha256: string } };
    expect(checkCsr(usual, { domain, blockedKeys: new Set([value.spkiSha256]) })).toEqual({
      because: 'csr-blocked-key',
    });
  });

  test('and shows nothing of a stranger’s name that could be markup', () => {
    const result = checkCsr(request(ec, { subject: '/CN=<b>{{domain}}&' }), { domain });
    expect(result).toEqual({ because: 'csr-names', values: { found: '?b???domain???', domain } });
  });
});

test.each(['kk', 'ru', 'en'])('every refusal has its words: %s', (language) => {
  const { csr } = JSON.parse(readFileSync(new URL(`../../locales/${language}.json`, import.meta.url), 'utf8'));
  const codes = Object.keys(csr).filter((name) => name.startsWith('csr-')); // the block is the question's too
  expect(new Set(codes)).toEqual(new Set([...refusals.map(([because]) => because), 'csr-blocked-key']));
});

function selfSigned(): string {
  return openssl('req', '-x509', '-new', '-key', rsa, '-subj', '/CN=alatau.kz').toString();
}

function named(attributeType: string, name: string): Buffer {
  return attribute(attributeType, extension('551d11', element(0x30, element(0x82, Buffer.from(name)))));
}
