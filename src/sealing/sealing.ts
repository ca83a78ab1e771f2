// Personal values at rest: encrypted with a key that is not in the database. Knows nothing of what it seals.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

export interface Sealing {
  /** Encrypts a JSON value; `context` (table and row, say) must be the same when it is opened, so a value cannot be moved. */
  seal(value: unknown, context: string): Uint8Array;
  /** Throws when the value was changed, sealed with another key, or for another context. */
  open<Value>(sealed: Uint8Array, context: string): Value;
  /** A keyed hash for looking up or counting equal values without storing them: the same text, the same 32 hex digits. */
  fingerprint(text: string): string;
}

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM (NIST SP 800-38D) with a random nonce: version, nonce, tag, ciphertext. `secret` has at least 32 bytes. */
export function createSealing(secret: Uint8Array): Sealing {
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', `nca-ssl-bot ${use}`, 32));
  const encryptionKey = derive('sealing');
  const fingerprintKey = derive('fingerprint');

  return {
    seal(value, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', encryptionKey, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), body]);
    },
    open<Value>(sealed: Uint8Array, context: string) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      if (bytes[0] !== VERSION) throw new Error('a sealed value of an unknown version');
      const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
      const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', encryptionKey, nonce)
        .setAAD(Buffer.from(context))
        .setAuthTag(tag);
      const body = bytes.subarray(1 + NONCE_BYTES + TAG_BYTES);
      return JSON.parse(Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')) as Value;
    },
    fingerprint: (text) => createHmac('sha256', fingerprintKey).update(text).digest('hex').slice(0, 32),
  };
}
