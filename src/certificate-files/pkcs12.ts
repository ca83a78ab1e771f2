// A key and its certificates in one file with a password: PKCS#12 (RFC 7292), which every system opens.
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { CHash } from '@noble/hashes/utils.js';
import { type Bytes, bmp, explicit, implicit, integer, nothing, octets, oid, sequence, set } from './der.ts';
import type { KeyEntry } from './key-entry.ts';
import * as ids from './object-identifiers.ts';
import { createPbes2, type Encrypted } from './pbes2.ts';
import { derive, uses } from './pkcs12-derivation.ts';
import { encryptTripleDes } from './triple-des.ts';

/**
 * `compatible`: 3DES and SHA-1, for Windows before 10 1709 and Server 2019, Java before 8u301, and the keychain of macOS 13 and
 * older, all of which call a right password wrong when the file has AES and SHA-256.
 */
export type Protection = 'aes-256' | 'compatible';

interface Scheme {
  /** Gives what encrypts under the password. */
  readonly encryption: (password: string) => Promise<(plain: Bytes) => Promise<Encrypted>>;
  readonly hash: CHash;
  readonly hashId: string;
  readonly macRounds: number;
}

/** As many rounds for the MAC as for the encryption: who guesses passwords takes the cheaper of the two. */
export const PKCS12_ROUNDS = 100_000;
const COMPATIBLE_ROUNDS = 10_000;
/** As OpenSSL has it: macOS was seen to refuse 16 (ca.stable.confirm.ch/pkcs12.html). */
const MAC_SALT_BYTES = 8;

/** The chain goes in without the root; certificates are encrypted too, for a domain may not be everybody's business. */
export async function buildPkcs12(entry: KeyEntry, password: string, protection: Protection): Promise<Bytes> {
  const scheme = schemes[protection];
  const attributes = set(
    sequence(oid(ids.friendlyName), set(bmp(entry.name))),
    sequence(oid(ids.localKeyId), set(octets(sha1(entry.certificate)))),
  );
  const certificates = sequence(
    certificateBag(entry.certificate, attributes),
    ...entry.chain.map((certificate) => certificateBag(certificate)),
  );
  const encrypt = await scheme.encryption(password);
  const [keyPart, certificatePart] = await Promise.all([encrypt(entry.key), encrypt(certificates)]);
  const keyBag = sequence(
    oid(ids.shroudedKeyBag),
    explicit(0, sequence(keyPart.algorithm, octets(keyPart.bytes))),
    attributes,
  );
  const content = sequence(encryptedContent(certificatePart), openContent(sequence(keyBag)));
  return sequence(integer(3), openContent(content), macOf(content, password, scheme));
}

const certificateBag = (certificate: Bytes, ...attributes: readonly Bytes[]): Bytes =>
  sequence(
    oid(ids.certificateBag),
    explicit(0, sequence(oid(ids.x509Certificate), explicit(0, octets(certificate)))),
    ...attributes,
  );

const openContent = (content: Bytes): Bytes => sequence(oid(ids.pkcs7Data), explicit(0, octets(content)));

const encryptedContent = ({ algorithm, bytes }: Encrypted): Bytes =>
  sequence(
    oid(ids.pkcs7EncryptedData),
    explicit(0, sequence(integer(0), sequence(oid(ids.pkcs7Data), algorithm, implicit(0, bytes)))),
  );

function macOf(content: Bytes, password: string, { hash, hashId, macRounds }: Scheme): Bytes {
  const salt = crypto.getRandomValues(new Uint8Array(MAC_SALT_BYTES));
  const key = derive(hash, uses.mac, password, salt, macRounds, hash.outputLen);
  const digest = sequence(sequence(oid(hashId), nothing), octets(hmac(hash, key, content)));
  return sequence(digest, octets(salt), integer(macRounds));
}

/** Salt, key and initialization vector anew for each part: here the vector comes from the password, too. */
const createCompatible: Scheme['encryption'] = async (password) => async (plain) => {
  const salt = crypto.getRandomValues(new Uint8Array(8));
  const key = derive(sha1, uses.key, password, salt, COMPATIBLE_ROUNDS, 24);
  const iv = derive(sha1, uses.iv, password, salt, COMPATIBLE_ROUNDS, 8);
  const algorithm = sequence(oid(ids.sha1And3Des), sequence(octets(salt), integer(COMPATIBLE_ROUNDS)));
  return { algorithm, bytes: encryptTripleDes(plain, key, iv) };
};

const schemes: Readonly<Record<Protection, Scheme>> = {
  'aes-256': {
    encryption: (password) => createPbes2(password, PKCS12_ROUNDS),
    hash: sha256,
    hashId: ids.sha256,
    macRounds: PKCS12_ROUNDS,
  },
  compatible: { encryption: createCompatible, hash: sha1, hashId: ids.sha1, macRounds: COMPATIBLE_ROUNDS },
};
