import { mkdtempSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCertificateRequest } from '../../src/certificate-files/certificate-request.ts';
import type { Bytes } from '../../src/certificate-files/der.ts';
import { buildJavaKeyStore } from '../../src/certificate-files/java-key-store.ts';
import { createKeyEntry, type KeyEntry } from '../../src/certificate-files/key-entry.ts';
import { buildPkcs12 } from '../../src/certificate-files/pkcs12.ts';
import { type Authority, createAuthority, run, runRefused } from './authority.ts';

const domain = 'alatau.kz';
const passwords = ['Aa1#$^', 'x0#$^+=!*()@%&_?-.ABCDEFGHIJKLM9'];
const rsa = (modulusLength: number) => ({
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength,
  publicExponent: Uint8Array.of(1, 0, 1),
});
const keys = { 'RSA-2048': rsa(2048), 'ECDSA P-256': { name: 'ECDSA', namedCurve: 'P-256' } };
const kinds = ['AES-256 .p12', 'compatible .p12', '.jks'] as const;

let authority: Authority;
const entries = new Map<string, KeyEntry>();
beforeAll(async () => {
  authority = createAuthority();
  for (const [name, algorithm] of Object.entries(keys)) {
    const pair = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
    const certificates = authority.issue(domain, await createCertificateRequest(domain, pair));
    const key = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
    entries.set(name, createKeyEntry(domain, key, certificates));
  }
});
afterAll(() => authority.remove());

async function build(kind: (typeof kinds)[number], keyName: string, password: string): Promise<string> {
  const entry = entries.get(keyName) as KeyEntry;
  const bytes: Bytes =
    kind === '.jks'
      ? buildJavaKeyStore(entry, password, new Date('2026-03-01T12:00:00Z'))
      : await buildPkcs12(entry, password, kind === 'compatible .p12' ? 'compatible' : 'aes-256');
  return authority.write('store', bytes);
}

const wrong = (password: string) => `${password.slice(0, -1)}${password.endsWith('z') ? 'y' : 'z'}`;
const privateKeyOf = (keyName: string) => Buffer.from((entries.get(keyName) as KeyEntry).key);
const derOf = (pem: string, label: string) =>
  Buffer.from(new RegExp(`BEGIN ${label}-----([^-]+)-----`).exec(pem)?.[1] ?? '', 'base64');

describe.each(Object.keys(keys))('a key store with a key of %s', (keyName) => {
  describe.each(passwords)('and the password %s', (password) => {
    test.each(['AES-256 .p12', 'compatible .p12'] as const)('%s opens in openssl 3 without -legacy', async (kind) => {
      const file = await build(kind, keyName, password);
      const text = run('openssl', 'pkcs12', '-in', file, '-passin', `pass:${password}`, '-nodes');
      const opened = authority.write('opened.key', text);
      const pkcs8 = run('openssl', 'pkey', '-in', opened, '-outform', 'PEM');
      expect(derOf(pkcs8, 'PRIVATE KEY').equals(privateKeyOf(keyName))).toBe(true);
      expect(text.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
      expect(text).toContain(`friendlyName: ${domain}`);
      expect(text).not.toMatch(/subject=C = KZ, CN = Throwaway root/);
      const refused = runRefused('openssl', 'pkcs12', '-in', file, '-passin', `pass:${wrong(password)}`, '-nodes');
      expect(refused).toMatch(/invalid password/);
    });

    test.each(['AES-256 .p12', 'compatible .p12'] as const)('%s opens in GnuTLS', async (kind) => {
      const file = await build(kind, keyName, password);
      const certtool = (typed: string) => ['--p12-info', '--inder', '--infile', file, '--password', typed] as const;
      const text = run('certtool', ...certtool(password));
      expect(text).toMatch(/BEGIN (ENCRYPTED )?PRIVATE KEY/);
      expect(text.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
      expect(runRefused('certtool', ...certtool(wrong(password)))).toMatch(/MAC/i);
    });

    test.each(['AES-256 .p12', 'compatible .p12'] as const)('%s is imported by NSS', async (kind) => {
      const file = await build(kind, keyName, password);
      const base = `sql:${mkdtempSync(`${authority.folder}/nss-`)}`;
      const typed = authority.write('typed', password);
      run('certutil', '-N', '-d', base, '--empty-password');
      expect(run('pk12util', '-i', file, '-d', base, '-w', typed)).toMatch(/IMPORT SUCCESSFUL/);
      expect(run('certutil', '-L', '-d', base)).toMatch(new RegExp(`${domain}\\s+u,u,u`));
      expect(run('certutil', '-K', '-d', base)).toMatch(new RegExp(`${domain}`));
      authority.write('typed', wrong(password));
      expect(runRefused('pk12util', '-l', file, '-d', base, '-w', typed)).toMatch(/SEC_ERROR_BAD_PASSWORD/);
    });

    test.each(kinds)('%s opens in keytool', async (kind) => {
      const file = await build(kind, keyName, password);
      const type = kind === '.jks' ? 'JKS' : 'PKCS12';
      const keytool = (typed: string) => ['-list', '-v', '-keystore', file, '-storetype', type, '-storepass', typed];
      const text = run('keytool', ...keytool(password));
      expect(text).toMatch(/contains 1 entry/);
      expect(text).toMatch(new RegExp(`Alias name: ${domain}`));
      expect(text).toMatch(/Entry type: PrivateKeyEntry\s+Certificate chain length: 2/);
      expect(runRefused('keytool', ...keytool(wrong(password)))).toMatch(/password was incorrect/);
    });

    test('.jks gives its key to Java', async () => {
      const file = await build('.jks', keyName, password);
      const copy = `${authority.folder}/${keyName} ${password.length}.p12`;
      run(
        'keytool',
        ...['-importkeystore', '-noprompt', '-srckeystore', file, '-srcstoretype', 'JKS', '-srcstorepass', password],
        ...['-destkeystore', copy, '-deststoretype', 'PKCS12', '-deststorepass', password],
      );
      const text = run('openssl', 'pkcs12', '-in', copy, '-passin', `pass:${password}`, '-nodes', '-nocerts');
      const opened = authority.write('opened.key', text);
      const pkcs8 = run('openssl', 'pkey', '-in', opened, '-outform', 'PEM');
      expect(derOf(pkcs8, 'PRIVATE KEY').equals(privateKeyOf(keyName))).toBe(true);
    });
  });
});
