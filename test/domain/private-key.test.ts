import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { holdsPrivateKey, withoutPrivateKeys } from '../../src/domain/private-key.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = (type: 'pkcs1' | 'pkcs8') => privateKey.export({ type, format: 'pem' }).toString();
const locked = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString();

describe('a private key in a text', () => {
  test.each([
    ['PKCS#8', pem('pkcs8')],
    ['PKCS#1', pem('pkcs1')],
    ['encrypted PKCS#8', locked],
    ['with the dashes of a phone', pem('pkcs8').replaceAll('--', '—')],
    ['without its end', pem('pkcs8').slice(0, 200)],
    ['of OpenPGP', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQdG\n-----END PGP PRIVATE KEY BLOCK-----'],
    ['of PuTTY', 'PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nPrivate-Lines: 1\nAAAA'],
  ])('is found and taken out: %s', (_, key) => {
    const text = `Before\n${key.trim()}`;
    expect(holdsPrivateKey(text)).toBe(true);
    expect(withoutPrivateKeys(text, '$&')).toBe('Before\n$&');
  });

  test.each([
    ['a request', '-----BEGIN CERTIFICATE REQUEST-----\nMII\n-----END CERTIFICATE REQUEST-----'],
    ['a public key', publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    ['words about one', 'Where is the BEGIN PRIVATE KEY line?'],
  ])('is not %s', (_, text) => {
    expect(holdsPrivateKey(text)).toBe(false);
    expect(withoutPrivateKeys(text, '')).toBe(text);
  });

  test('is taken out alone, each of several', () => {
    expect(withoutPrivateKeys(`a\n${pem('pkcs1')}b\n${pem('pkcs8')}c`, '*')).toBe('a\n*\nb\n*\nc');
  });
});
