import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCertificateRequest } from '../../src/certificate-files/certificate-request.ts';
import { encryptKey, openKeyFile } from '../../src/certificate-files/key-file.ts';
import { fitsCertificate } from '../../src/certificate-files/key-of-certificate.ts';
import { fromPem } from '../../src/certificate-files/pem.ts';
import { checkCsr } from '../../src/csr/check-csr.ts';
import { type Authority, createAuthority, run } from './authority.ts';

const password = 'Tau#7kZ!';
let authority: Authority;
let pair: CryptoKeyPair;
let pkcs8: Uint8Array<ArrayBuffer>;
const path = (name: string) => `${authority.folder}/${name}`;
const openssl = (...words: string[]) => run('openssl', ...words);

beforeAll(async () => {
  authority = createAuthority();
  pair = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign'])) as CryptoKeyPair;
  pkcs8 = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  authority.write('open.der', pkcs8);
  openssl('pkey', '-inform', 'DER', '-in', path('open.der'), '-out', path('open.pem'));
});
afterAll(() => authority.remove());

describe('a key file', () => {
  test('opens again under its password', async () => {
    const file = new TextEncoder().encode(await encryptKey(pkcs8, password));
    expect(await openKeyFile(file, password)).toEqual({ value: pkcs8 });
    expect(await openKeyFile(file, `${password}x`)).toEqual({ because: 'key-file-password' });
  });

  test.each([
    [['-v2', 'aes-256-cbc']],
    [['-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA512']],
    [['-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA1']],
    [['-v2', 'des3']],
    [['-v2', 'aes-256-cbc', '-outform', 'DER']],
  ])('that openssl pkcs8 %j encrypted opens, too, and under no other password', async (options) => {
    openssl(
      'pkcs8',
      '-topk8',
      '-in',
      path('open.pem'),
      '-out',
      path('theirs'),
      '-passout',
      `pass:${password}`,
      ...options,
    );
    const file = readFileSync(path('theirs'));
    const opened = await openKeyFile(file, password);
    authority.write('opened.der', 'value' in opened ? opened.value : '');
    const publicKey = (...words: string[]) => openssl('pkey', '-pubout', '-in', ...words);
    expect(publicKey(path('opened.der'), '-inform', 'DER')).toBe(publicKey(path('open.pem')));
    expect(await openKeyFile(file, `${password}x`)).toEqual({ because: 'key-file-password' });
  });

  test('of another kind is named for what it is', async () => {
    const request = await createCertificateRequest('alatau.kz', pair);
    const { certificate } = authority.issue('alatau.kz', request);
    authority.write('leaf.crt', certificate);
    openssl('ec', '-in', path('open.pem'), '-out', path('sec1.pem'));
    openssl('ec', '-in', path('open.pem'), '-aes256', '-out', path('old.pem'), '-passout', `pass:${password}`);
    openssl(
      'pkcs8',
      '-topk8',
      '-in',
      path('open.pem'),
      '-out',
      path('scrypt'),
      '-passout',
      `pass:${password}`,
      '-scrypt',
    );
    openssl(
      'pkcs8',
      '-topk8',
      '-in',
      path('open.pem'),
      '-out',
      path('v1'),
      '-passout',
      `pass:${password}`,
      '-v1',
      'PBE-SHA1-3DES',
    );
    const keyAndCertificate = ['-inkey', path('open.pem'), '-in', path('leaf.crt')];
    openssl('pkcs12', '-export', ...keyAndCertificate, '-passout', `pass:${password}`, '-out', path('store.p12'));
    authority.write('request.der', request);
    authority.write('leaf.der', fromPem(certificate));
    authority.write('text', 'not a key');
    authority.write('cut', readFileSync(path('theirs')).subarray(0, 60));
    authority.write('large', new Uint8Array(65 * 1024).fill(0x30));
    const named = async (name: string) => [name, await openKeyFile(readFileSync(path(name)), password)];
    const files = [
      'leaf.crt',
      'leaf.der',
      'request.der',
      'open.pem',
      'open.der',
      'sec1.pem',
      'old.pem',
      'scrypt',
      'v1',
      'store.p12',
      'text',
      'cut',
      'large',
    ];
    expect(Object.fromEntries(await Promise.all(files.map(named)))).toEqual({
      'leaf.crt': { because: 'key-file-certificate' },
      'leaf.der': { because: 'key-file-certificate' },
      'request.der': { because: 'key-file-request' },
      'open.pem': { because: 'key-file-open' },
      'open.der': { because: 'key-file-open' },
      'sec1.pem': { because: 'key-file-open' },
      'old.pem': { because: 'key-file-encryption' },
      scrypt: { because: 'key-file-encryption' },
      v1: { because: 'key-file-encryption' },
      'store.p12': { because: 'key-file-store' },
      text: { because: 'key-file-unreadable' },
      cut: { because: 'key-file-unreadable' },
      large: { because: 'key-file-unreadable' },
    });
  });
});

describe('a certificate request', () => {
  test.each(['alatau.kz', '*.alatau.kz', 'xn--80ab.xn--80ao21a', `${'long-label-of-a-domain.'.repeat(4)}kz`])(
    'for %s is accepted by the judge of requests and by openssl',
    async (domain) => {
      const request = await createCertificateRequest(domain, pair);
      expect(checkCsr(request, { domain })).toMatchObject({ value: { key: { curve: 'P-256' }, names: [domain] } });
      authority.write('csr', request);
      const text = openssl('req', '-inform', 'DER', '-in', path('csr'), '-noout', '-text', '-verify');
      expect(text).toContain(`DNS:${domain}`);
    },
  );
});

describe('whether a key fits a certificate', () => {
  const rsa = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
  };
  const make = async (algorithm: RsaHashedKeyGenParams | EcKeyGenParams) => {
    const made = (await crypto.subtle.generateKey(algorithm, true, ['sign'])) as CryptoKeyPair;
    const { certificate } = authority.issue('alatau.kz', await createCertificateRequest('alatau.kz', made));
    return {
      key: new Uint8Array(await crypto.subtle.exportKey('pkcs8', made.privateKey)),
      certificate: fromPem(certificate),
    };
  };
  test('is yes for its own key and no for every other', async () => {
    const ec = { name: 'ECDSA', namedCurve: 'P-256' };
    const all = await Promise.all([make(rsa), make(rsa), make(ec), make(ec)]);
    const fits = all.map(({ key }) => Promise.all(all.map(({ certificate }) => fitsCertificate(key, certificate))));
    const [yes, no] = [true, false];
    expect(await Promise.all(fits)).toEqual([
      [yes, no, no, no],
      [no, yes, no, no],
      [no, no, yes, no],
      [no, no, no, yes],
    ]);
  });
});
