// Java's own key store, for programs that take nothing else. Its protection is weak (one SHA-1 a guess): an option, no default.
import { sha1 } from '@noble/hashes/legacy.js';
import { type Bytes, concat, nothing, octets, oid, sequence, utf16 } from './der.ts';
import type { KeyEntry } from './key-entry.ts';
import { jksProtection } from './object-identifiers.ts';

/** JKS version 2 with one private key entry; the store and the key have the same password. */
export function buildJavaKeyStore({ name, key, certificate, chain }: KeyEntry, password: string, now: Date): Bytes {
  const body = concat(
    uint32(0xfeedfeed),
    uint32(2),
    uint32(1),
    uint32(1), // a private key
    text(name),
    uint64(now.getTime()),
    block(protectKey(key, password)),
    uint32(1 + chain.length),
    ...[certificate, ...chain].map((each) => concat(text('X.509'), block(each))),
  );
  const mark = new TextEncoder().encode('Mighty Aphrodite'); // as sun.security.provider.JavaKeyStore has it
  return concat(body, sha1(concat(utf16(password), mark, body)));
}

/** Sun's KeyProtector: the key XOR a chain of SHA-1, with a digest that tells a wrong password. */
function protectKey(key: Bytes, password: string): Bytes {
  const secret = utf16(password);
  const salt = crypto.getRandomValues(new Uint8Array(20));
  const stream: Uint8Array[] = [];
  for (let last: Uint8Array = salt, got = 0; got < key.length; got += last.length) {
    last = sha1(concat(secret, last));
    stream.push(last);
  }
  const mask = concat(...stream);
  const hidden = key.map((octet, i) => octet ^ (mask[i] ?? 0));
  return sequence(sequence(oid(jksProtection), nothing), octets(concat(salt, hidden, sha1(concat(secret, key)))));
}

function uint32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
function uint64(value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}
const block = (bytes: Uint8Array): Bytes => concat(uint32(bytes.length), bytes);
/** Java's modified UTF-8, which for ASCII is ASCII. */
function text(ascii: string): Bytes {
  const bytes = new TextEncoder().encode(ascii);
  return concat(Uint8Array.of(bytes.length >> 8, bytes.length & 0xff), bytes);
}
