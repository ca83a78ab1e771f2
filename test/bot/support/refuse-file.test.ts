import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { judgeFile, MAX_FILE_BYTES } from '../../../src/bot/support/refuse-file.ts';
import { buildJavaKeyStore } from '../../../src/certificate-files/java-key-store.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const edwards = generateKeyPairSync('ed25519').privateKey;
const der = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1') => key.export({ type, format: 'der' }) as Buffer;
const locked = rsa.export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase: 'secret' });
const pem = rsa.export({ type: 'pkcs8', format: 'pem' }).toString();

let folder: string;
let certificate: Buffer;
let request: Buffer;
const openssl = (...words: string[]) => execFileSync('openssl', words, { stdio: 'pipe' });
const certificateOf = (subject: string) =>
  openssl('req', '-x509', '-key', join(folder, 'key'), '-utf8', '-subj', subject, '-outform', 'DER');
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'));
  const path = (name: string) => join(folder, name);
  writeFileSync(path('key'), pem);
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
  request = openssl('req', '-new', '-key', path('key'), '-subj', '/CN=alatau.kz', '-outform', 'DER');
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
    expect(judgeFile('photo.txt', bytes)).toBe('private-key');
  });

  test('is refused when it is a key store, whatever its name', () => {
    const entry = {
      name: 'alatau.kz',
      key: new Uint8Array(der(rsa, 'pkcs8')),
      certificate: new Uint8Array(certificate),
      chain: [],
    };
    expect(judgeFile('file', readFileSync(join(folder, 'p12')))).toBe('private-key');
    expect(judgeFile('file', buildJavaKeyStore(entry, 'secret-1', new Date(0)))).toBe('private-key');
  });

  test.each(['server.key', 'RSA256_0a.p12', 'store.JKS', 'my.pfx'])('is refused by its name: %s', (name) => {
    expect(judgeFile(name, Buffer.from('x'))).toBe('private-key');
  });

  test('is refused when it is an archive with a key file in it', () => {
    expect(judgeFile('all.zip', Buffer.from('PK\x03\x04\x14\0\0\0\0\0ssl/alatau.kz.key\0\0', 'latin1'))).toBe(
      'private-key',
    );
  });

  test.each([
    ['in its name', '900101390002.pdf', 'x'],
    ['in its text', 'letter.txt', 'Applicant, IIN 900101390002, writes'],
  ])('is refused with an IIN %s', (_, name, text) => {
    expect(judgeFile(name, Buffer.from(text))).toBe('iin');
  });

  test('is refused when it is the printed application, which has the IIN on it', () => {
    expect(judgeFile('application-482-093-755-618-809.pdf', Buffer.from('%PDF-1.7'))).toBe('form');
  });

  test('is refused when it is too large to be looked into', () => {
    expect(judgeFile('film.bin', new Uint8Array(MAX_FILE_BYTES + 1))).toBe('too-large');
    expect(judgeFile('long.log', Buffer.alloc(1024 * 1024 + 1, 'a'))).toBe('too-large');
  });

  test('is refused with the IIN that a personal certificate has in its name, in DER and in PEM', () => {
    const personal = certificateOf('/CN=SYNAQ TEST/serialNumber=IIN900101390002');
    const wrapped = `-----BEGIN CERTIFICATE-----\n${personal.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
    expect(judgeFile('personal.cer', personal)).toBe('iin');
    expect(judgeFile('personal.pem', Buffer.from(wrapped))).toBe('iin');
  });

  test.each([
    ['an archive', 'letter.docx', Buffer.from('PK\x03\x04\x14\0\x08\0', 'latin1')],
    ['a recording', 'voice.ogg', Buffer.from('OggS\0\x02\0\0', 'latin1')],
    ['a photo that nothing here reads', 'photo.heic', Buffer.from('\0\0\0\x18ftypheic', 'latin1')],
    ['other DER', 'signed.p7s', Buffer.from('300b06092a864886f70d010702', 'hex')],
    [
      'a letter with other files in it',
      'letter.eml',
      Buffer.from(`To: you\r\n\r\n${`${'QUJD'.repeat(19)}\r\n`.repeat(30)}`),
    ],
    [
      'a page with a picture in it',
      'page.html',
      Buffer.from(`<img src="data:image/png;base64,${'iVBO'.repeat(500)}">`),
    ],
  ])('is refused when nobody can tell what is in it: %s', (_, name, bytes) => {
    expect(judgeFile(name, bytes)).toBe('unreadable');
  });

  test('is to be looked at when it is a picture or a PDF', () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d494844520000000300000003', 'hex');
    expect(judgeFile('screen.png', png)).toBe('look');
    expect(judgeFile('picture.txt', Buffer.from('%PDF-1.7'))).toBe('look');
  });

  test('is passed on when it is a request, a certificate or a log', () => {
    expect(judgeFile('alatau.kz.csr', Buffer.from('-----BEGIN CERTIFICATE REQUEST-----\nMII\n'))).toBe('pass-on');
    expect(judgeFile('alatau.kz.crt', certificate)).toBe('pass-on');
    expect(judgeFile('alatau.kz.der', request)).toBe('pass-on');
    expect(judgeFile('moment.txt', Buffer.from('notAfter 900101390002Z'))).toBe('pass-on');
    expect(judgeFile('windows.log', Buffer.from('cef8e8e1eae0203430340d0a', 'hex'))).toBe('pass-on'); // windows-1251
    expect(judgeFile('nginx.log', Buffer.from('2026-11-22 14:30 keystore error 200 1234567890'))).toBe('pass-on');
  });
});
