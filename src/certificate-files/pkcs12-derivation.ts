import type { CHash } from '@noble/hashes/utils.js';
import { type Bytes, concat, utf16 } from './der.ts';

/** What the bytes are for; the standard numbers them. */
export const uses = { key: 1, iv: 2, mac: 3 } as const;

const BLOCK = 64; // of SHA-1 and SHA-256 alike

/** Key material by PKCS#12's own method (RFC 7292, B.2), which needs thousands of hashes in a row: too many for WebCrypto. */
export function derive(
  hash: CHash,
  use: (typeof uses)[keyof typeof uses],
  password: string,
  salt: Uint8Array,
  rounds: number,
  length: number,
): Bytes {
  const diversifier = new Uint8Array(BLOCK).fill(use);
  const input = concat(fillBlocks(salt), fillBlocks(utf16(`${password}\0`)));
  const output: Uint8Array[] = [];
  const fresh = hash.create();
  const work = hash.create();
  for (let got = 0; got < length; got += hash.outputLen) {
    const digest = hash(concat(diversifier, input));
    for (let round = 1; round < rounds; round++) fresh._cloneInto(work).update(digest).digestInto(digest);
    output.push(digest);
    addToBlocks(input, fillBlocks(digest));
  }
  return concat(...output).slice(0, length);
}

const fillBlocks = (bytes: Uint8Array): Bytes =>
  Uint8Array.from({ length: Math.ceil(bytes.length / BLOCK) * BLOCK }, (_, i) => bytes[i % bytes.length] ?? 0);

/** Each block of `input`, as a big-endian number, grows by `added` + 1. */
function addToBlocks(input: Bytes, added: Bytes): void {
  for (let start = 0; start < input.length; start += BLOCK) {
    let carry = 1;
    for (let i = BLOCK - 1; i >= 0; i--) {
      carry += (input[start + i] ?? 0) + (added[i] ?? 0);
      input[start + i] = carry & 0xff;
      carry >>= 8;
    }
  }
}
