// Triple DES in CBC mode, which WebCrypto does not have: for the "compatible" PKCS#12 and for keys that OpenSSL encrypted.
import ciphers from 'node-forge/lib/cipher.js';
import 'node-forge/lib/des.js';
import util from 'node-forge/lib/util.js';
import type { Bytes } from './der.ts';

const toBuffer = (bytes: Uint8Array) =>
  util.createBuffer(Array.from(bytes, (octet) => String.fromCharCode(octet)).join(''));
const toBytes = (buffer: ReturnType<typeof toBuffer>): Bytes =>
  Uint8Array.from(buffer.getBytes(), (letter) => letter.charCodeAt(0));

/** A key of 24 bytes, an initialization vector of 8; pads as PKCS#7. */
export function encryptTripleDes(plain: Uint8Array, key: Uint8Array, iv: Uint8Array): Bytes {
  const cipher = ciphers.createCipher('3DES-CBC', toBuffer(key));
  cipher.start({ iv: toBuffer(iv) });
  cipher.update(toBuffer(plain));
  cipher.finish();
  return toBytes(cipher.output);
}

/** Undefined when the padding does not come out: the wrong key, in all but one of 256 cases. */
export function decryptTripleDes(encrypted: Uint8Array, key: Uint8Array, iv: Uint8Array): Bytes | undefined {
  const cipher = ciphers.createDecipher('3DES-CBC', toBuffer(key));
  cipher.start({ iv: toBuffer(iv) });
  cipher.update(toBuffer(encrypted));
  return cipher.finish() ? toBytes(cipher.output) : undefined;
}
