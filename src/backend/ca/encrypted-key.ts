// Private keys at rest: PKCS#8 under PBES2 (RFC 8018), AES-256-CBC, PBKDF2 with SHA-256. Written here because node:crypto takes
// 2048 rounds, without a choice, and forge needs many seconds of the event loop for more.
import { createCipheriv, createPrivateKey, type KeyObject, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { integer, none, octets, oid, sequence, toDer } from './asn1.ts';
import { toPem } from './sign-der.ts';

/** OWASP's figure for PBKDF2 with SHA-256. */
const ROUNDS = 600_000;

export async function encryptKey(key: KeyObject, passphrase: string): Promise<string> {
  const [salt, iv] = [randomBytes(16), randomBytes(16)];
  const cipher = createCipheriv('aes-256-cbc', await promisify(pbkdf2)(passphrase, salt, ROUNDS, 32, 'sha256'), iv);
  const encrypted = Buffer.concat([cipher.update(key.export({ type: 'pkcs8', format: 'der' })), cipher.final()]);
  const hmacWithSha256 = sequence(oid('1.2.840.113549.2.9'), none());
  const derivation = sequence(octets(salt), integer(ROUNDS.toString(16)), hmacWithSha256);
  const pbkdf2Scheme = sequence(oid('1.2.840.113549.1.5.12'), derivation);
  const aes256Cbc = sequence(oid('2.16.840.1.101.3.4.1.42'), octets(iv));
  const pbes2 = sequence(oid('1.2.840.113549.1.5.13'), sequence(pbkdf2Scheme, aes256Cbc));
  return toPem('ENCRYPTED PRIVATE KEY', toDer(sequence(pbes2, octets(encrypted))));
}

/** Undefined when the passphrase is not the key's. */
export function decryptKey(key: Buffer, passphrase: string): KeyObject | undefined {
  try {
    return createPrivateKey({ key, passphrase });
  } catch {
    return undefined;
  }
}
