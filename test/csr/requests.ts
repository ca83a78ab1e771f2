// Requests as applicants make them, with the real openssl.
import { execFileSync } from 'node:child_process';
import { createPrivateKey, type JsonWebKeyInput } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const folder = mkdtempSync(join(tmpdir(), 'requests-'));
export const removeFolder = () => rmSync(folder, { recursive: true, force: true });

export const openssl = (...words: string[]): Buffer =>
  execFileSync('openssl', words, { stdio: ['ignore', 'pipe', 'pipe'] });

let files = 0;
export const write = (content: string | Uint8Array): string => {
  const file = join(folder, `${files++}`);
  writeFileSync(file, content);
  return file;
};

export const makeKey = (...options: string[]): string => write(openssl('genpkey', ...options));
export const makeRsaKey = (bits: number, ...options: string[]): string =>
  makeKey('-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`, ...options);
export const makeEcKey = (curve: string): string =>
  makeKey('-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`);

/** `openssl req -new` in PEM for a key file; `/CN=alatau.kz` unless told. */
export const request = (key: string, { subject = '/CN=alatau.kz', options = [] as string[] } = {}): string =>
  openssl('req', '-new', '-key', key, '-subj', subject, ...options).toString();

export const toDer = (pem: string): Buffer => openssl('req', '-in', write(pem), '-outform', 'DER');

const base64url = (value: bigint): string => {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex').toString('base64url');
};

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (b > 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return ((x % modulus) + modulus) % modulus;
}

/** A key file from two numbers; `phi` when they are no primes. */
export function keyFromPrimes(p: bigint, q: bigint, e = 65537n, phi = (p - 1n) * (q - 1n)): string {
  const d = inverse(e, phi);
  const numbers = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const key = {
    kty: 'RSA',
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, base64url(value)])),
  };
  const input = { key, format: 'jwk' } as JsonWebKeyInput;
  return write(createPrivateKey(input).export({ type: 'pkcs8', format: 'pem' }));
}
