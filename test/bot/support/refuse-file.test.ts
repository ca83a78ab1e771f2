import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MAX_FILE_BYTES, refuseFile } from '../../../src/bot/support/refuse-file.ts';
import { buildJavaKeyStore } from '../../../src/certificate-files/java-key-store.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const edwards = generateKeyPairSync('ed25519').privateKey;
const der = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1') => key.export({ type, format: 'der' }) as Buffer;
const locked = rsa.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'secret' });
const pem = rsa.export({ type: 'pkcs8', format: 'pem' }).toString();

let folder: string;
let certificate: Buffer;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'));
  const path = (name: string) => join(folder, name);
  writeFileSync(path('key'), pem);
  const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'pipe' });
  openssl('req', '-x509', '-key', path('key'), '-subj', '/CN=alatau.kz', '-out', path('crt'));
  openssl(
    'pkcs12',
    '-export',
    '-inkey',
    path('key'),
    '-in',
    path('crt'),
    '-passout',
    'pass:secret-1',
    '-out',
    path('p12'),
  );
  certificate = openssl('x509', '-in', path('crt'), '-outform', 'DER');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a file for the staff', () => {
  test.each([
    ['PEM', Buffer.from(pem)],
    ['PEM below other words', Buffer.from(`server { }\n${pem}`)],
    ['PEM as Windows writes text', Buffer.from(`\ufeff${pem}`, 'utf16le')],
    ['PKCS#8 of RSA', der(rsa, 'pkcs8')],
    ['PKCS#8 of a curve', der(curve, 'pkcs8')],
    ['PKCS#8 of Ed25519', der(edwards, 'pkcs8')],
    ['PKCS#1', der(rsa, 'pkcs1')],
    ['SEC 1', der(curve, 'sec1')],
    ['encrypted PKCS#8', locked],
    ['PuTTY', Buffer.from('PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n')],
  ])('is refused when it holds a private key: %s', (_, bytes) => {
    expect(refuseFile('photo.txt', bytes)).toBe('private-key');
  });

  test('is refused when it is a key store, whatever its name', () => {
    const entry = {
      name: 'alatau.kz',
      key: new Uint8Array(der(rsa, 'pkcs8')),
      certificate: new Uint8Array(certificate),
      chain: [],
    };
    expect(refuseFile('file', readFileSync(join(folder, 'p12')))).toBe('private-key');
    expect(refuseFile('file', buildJavaKeyStore(entry, 'secret-1', new Date(0)))).toBe('private-key');
  });

  test.each(['server.key', 'RSA256_0a.p12', 'store.JKS', 'my.pfx'])('is refused by its name: %s', (name) => {
    expect(refuseFile(name, Buffer.from('x'))).toBe('private-key');
  });

  test('is refused when it is an archive with a key file in it', () => {
    expect(refuseFile('all.zip', Buffer.from('PK\x03\x04\x14\0\0\0\0\0ssl/alatau.kz.key\0\0', 'latin1'))).toBe(
      'private-key',
    );
  });

  test.each([
    ['in its name', '900101390002.pdf', 'x'],
    ['in its text', 'letter.txt', 'Applicant, IIN 900101390002, writes'],
  ])('is refused with an IIN %s', (_, name, text) => {
    expect(refuseFile(name, Buffer.from(text))).toBe('iin');
  });

  test('is refused when it is the printed application, which has the IIN on it', () => {
    expect(refuseFile('application-482-093-755-618-809.pdf', Buffer.from('%PDF-1.7'))).toBe('form');
  });

  test('is refused when it is too large to be looked into', () => {
    expect(refuseFile('film.bin', new Uint8Array(MAX_FILE_BYTES + 1))).toBe('too-large');
  });

  test('is passed on when it is a request, a certificate, a picture or a log', () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000003', 'hex');
    expect(refuseFile('alatau.kz.csr', Buffer.from('-----BEGIN CERTIFICATE REQUEST-----\nMII\n'))).toBeUndefined();
    expect(refuseFile('alatau.kz.crt', certificate)).toBeUndefined();
    expect(refuseFile('moment.cer', Buffer.from('\x17\x0d900101390002Z'))).toBeUndefined();
    expect(refuseFile('screen.png', png)).toBeUndefined();
    expect(refuseFile('nginx.log', Buffer.from('2026-11-22 14:30 keystore error 200 1234567890'))).toBeUndefined();
  });
});
