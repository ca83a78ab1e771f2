// The private key as a file: PKCS#8 under a password (RFC 5958), in PEM.
import { expectTag, NotDer, readChildren, readOnly, readSequence, tags } from '../csr/der.ts';
import { type Bytes, octets, sequence } from './der.ts';
import { createPbes2, decryptPbes2 } from './pbes2.ts';
import { fromPem, toPem } from './pem.ts';

/** What OWASP asks of PBKDF2-HMAC-SHA-256 (Password Storage Cheat Sheet, 2023). */
export const KEY_FILE_ROUNDS = 600_000;
const MAX_FILE_BYTES = 64 * 1024;

export async function encryptKey(pkcs8: Bytes, password: string): Promise<string> {
  const encrypt = await createPbes2(password, KEY_FILE_ROUNDS);
  const { algorithm, bytes } = await encrypt(pkcs8);
  return toPem('ENCRYPTED PRIVATE KEY', sequence(algorithm, octets(bytes)));
}

export type KeyFileRefusal =
  | 'key-file-unreadable' // nothing we know
  | 'key-file-certificate'
  | 'key-file-request'
  | 'key-file-store' // a .p12 or .jks: already what could be made of the key
  | 'key-file-open' // a private key without a password
  | 'key-file-encryption' // encrypted in a way that we do not open
  | 'key-file-password';

/** The PKCS#8 inside a file that `encryptKey` or another program made, in PEM or DER. */
export async function openKeyFile(
  file: Uint8Array,
  password: string,
): Promise<{ readonly value: Bytes } | { readonly because: KeyFileRefusal }> {
  if (file.length > MAX_FILE_BYTES) return { because: 'key-file-unreadable' };
  try {
    const der = readFile(file);
    return 'because' in der ? der : await openEncrypted(der.value, password);
  } catch (error) {
    if (error instanceof NotDer) return { because: 'key-file-unreadable' };
    throw error;
  }
}

const labels: readonly (readonly [RegExp, KeyFileRefusal])[] = [
  [/BEGIN (RSA |EC )?PRIVATE KEY[\s\S]*Proc-Type: 4,ENCRYPTED/, 'key-file-encryption'],
  [/BEGIN (RSA |EC )?PRIVATE KEY/, 'key-file-open'],
  [/BEGIN (NEW )?CERTIFICATE REQUEST/, 'key-file-request'],
  [/BEGIN CERTIFICATE/, 'key-file-certificate'],
];

function readFile(file: Uint8Array): { readonly value: Bytes } | { readonly because: KeyFileRefusal } {
  const [first, second] = file;
  if (first === 0xfe && second === 0xed) return { because: 'key-file-store' };
  if (first === tags.sequence) return { value: Uint8Array.from(file) };
  const text = new TextDecoder().decode(file);
  if (text.includes('BEGIN ENCRYPTED PRIVATE KEY')) return { value: decodePem(text) };
  return { because: labels.find(([label]) => label.test(text))?.[1] ?? 'key-file-unreadable' };
}

/** Throws NotDer for what is not base64. */
function decodePem(text: string): Bytes {
  try {
    return fromPem(text);
  } catch {
    throw new NotDer();
  }
}

async function openEncrypted(der: Bytes, password: string): ReturnType<typeof openKeyFile> {
  const [algorithm, encrypted] = readSequence(der);
  const refusal = refuseDer(algorithm?.tag, algorithm?.content[0], encrypted?.tag);
  if (refusal) return { because: refusal };
  const bytes = Uint8Array.from(expectTag(encrypted, tags.octets).content);
  const opened = await decryptPbes2(expectTag(algorithm, tags.sequence).raw, bytes, password);
  if ('because' in opened) {
    return { because: opened.because === 'password-wrong' ? 'key-file-password' : 'key-file-encryption' };
  }
  return isPrivateKey(opened.value) ? opened : { because: 'key-file-password' };
}

/** What other DER files begin with: a version, or something to be signed. */
function refuseDer(first?: number, inside?: number, second?: number): KeyFileRefusal | undefined {
  if (first === tags.integer) return second === tags.sequence && inside === 3 ? 'key-file-store' : 'key-file-open';
  if (first !== tags.sequence) return 'key-file-unreadable';
  if (inside === 0xa0) return 'key-file-certificate';
  return inside === tags.integer ? 'key-file-request' : undefined;
}

/** PrivateKeyInfo: a version, an algorithm, the key. Decrypting with a wrong password does not come out like this. */
function isPrivateKey(der: Uint8Array): boolean {
  try {
    const [version, algorithm, key] = readChildren(readOnly(der, tags.sequence));
    return version?.tag === tags.integer && algorithm?.tag === tags.sequence && key?.tag === tags.octets;
  } catch (error) {
    if (error instanceof NotDer) return false;
    throw error;
  }
}
