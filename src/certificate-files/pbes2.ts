// Password-based encryption, the present kind (RFC 8018, PBES2): a key by PBKDF2, then a block cipher.
import { expectTag, NotDer, readOid, readSequence, tags } from '../csr/der.ts';
import { type Bytes, integer, nothing, octets, oid, sequence } from './der.ts';
import * as ids from './object-identifiers.ts';
import { decryptTripleDes } from './triple-des.ts';

export interface Encrypted {
  /** AlgorithmIdentifier in DER. */
  readonly algorithm: Bytes;
  readonly bytes: Bytes;
}

/**
 * AES-256-CBC under PBKDF2 with HMAC-SHA-256. `password` is ASCII (src/domain/key-password.ts). The key is derived once for all
 * that is encrypted with the result; each has an initialization vector of its own.
 */
export async function createPbes2(password: string, rounds: number): Promise<(plain: Bytes) => Promise<Encrypted>> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const bytes = await deriveBits(password, { salt, rounds, hash: 'SHA-256' }, 32);
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-CBC', false, ['encrypt']);
  const derivation = sequence(
    oid(ids.pbkdf2),
    sequence(octets(salt), integer(rounds), sequence(oid(ids.hmacWithSha256), nothing)),
  );
  return async (plain) => {
    const iv = crypto.getRandomValues(new Uint8Array(16));
    const encrypted = await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, key, plain);
    const algorithm = sequence(oid(ids.pbes2), sequence(derivation, sequence(oid(ids.aes256Cbc), octets(iv))));
    return { algorithm, bytes: new Uint8Array(encrypted) };
  };
}

const hashes: Readonly<Record<string, string>> = {
  '2a864886f70d0207': 'SHA-1',
  '2a864886f70d0209': 'SHA-256',
  '2a864886f70d020a': 'SHA-384',
  '2a864886f70d020b': 'SHA-512',
};
const ciphers: Readonly<Record<string, { readonly name: 'AES-CBC' | '3DES-CBC'; readonly keyBytes: number }>> = {
  '60864801650304012a': { name: 'AES-CBC', keyBytes: 32 },
  '608648016503040102': { name: 'AES-CBC', keyBytes: 16 },
  '2a864886f70d0307': { name: '3DES-CBC', keyBytes: 24 }, // `openssl req` chooses it for new keys
};
/** A file that asks for more was not made to be opened. */
const MAX_ROUNDS = 10_000_000;

export type Decrypted = { readonly value: Bytes } | { readonly because: 'encryption-unknown' | 'password-wrong' };

/** Opens what any program encrypted in the usual ways. Throws NotDer. A wrong password may, rarely, give nonsense. */
export async function decryptPbes2(algorithm: Uint8Array, encrypted: Bytes, password: string): Promise<Decrypted> {
  const [type, parameters] = readSequence(algorithm);
  if (readOid(type) !== ids.pbes2) return { because: 'encryption-unknown' };
  const [derivation, scheme] = readSequence(expectTag(parameters, tags.sequence).raw);
  const [cipherType, initialization] = readSequence(expectTag(scheme, tags.sequence).raw);
  const cipher = ciphers[readOid(cipherType)];
  const settings = readDerivation(expectTag(derivation, tags.sequence).raw);
  if (!cipher || !settings) return { because: 'encryption-unknown' };
  const iv = Uint8Array.from(expectTag(initialization, tags.octets).content);
  const key = await deriveBits(password, settings, cipher.keyBytes);
  const value = cipher.name === 'AES-CBC' ? await decryptAes(encrypted, key, iv) : decryptTripleDes(encrypted, key, iv);
  return value ? { value } : { because: 'password-wrong' };
}

interface Derivation {
  readonly salt: Bytes;
  readonly rounds: number;
  readonly hash: string;
}

function readDerivation(der: Uint8Array): Derivation | undefined {
  const [type, parameters] = readSequence(der);
  if (readOid(type) !== ids.pbkdf2) return undefined;
  const [salt, count, ...more] = readSequence(expectTag(parameters, tags.sequence).raw);
  const rounds = expectTag(count, tags.integer).content.reduce((sum, octet) => sum * 256 + octet, 0);
  if (rounds < 1) throw new NotDer();
  const function_ = more.find(({ tag }) => tag === tags.sequence); // left out: SHA-1
  const hash = function_ ? hashes[readOid(readSequence(function_.raw)[0])] : 'SHA-1';
  if (hash === undefined || rounds > MAX_ROUNDS) return undefined;
  return { salt: Uint8Array.from(expectTag(salt, tags.octets).content), rounds, hash };
}

async function deriveBits(password: string, { salt, rounds, hash }: Derivation, bytes: number): Promise<Bytes> {
  const secret = await crypto.subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, [
    'deriveBits',
  ]);
  const settings = { name: 'PBKDF2', salt, iterations: rounds, hash };
  return new Uint8Array(await crypto.subtle.deriveBits(settings, secret, bytes * 8));
}

async function decryptAes(encrypted: Bytes, bytes: Bytes, iv: Bytes): Promise<Bytes | undefined> {
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-CBC', false, ['decrypt']);
  // WebCrypto says of a wrong padding only that the operation failed.
  const plain = await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, key, encrypted).catch(() => undefined);
  return plain && new Uint8Array(plain);
}
