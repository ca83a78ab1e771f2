// Requests made to cost time or to break a reader, with the refusal that shows how early each is caught. Used by bench/csr.ts too.
import { generateKeyPairSync } from 'node:crypto';
import type { CsrRefusal } from '../../src/csr/check-csr.ts';

export function element(tag: number, ...parts: readonly (Uint8Array | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)));
  const size = content.length.toString(16);
  const octets = Buffer.from(size.length % 2 ? `0${size}` : size, 'hex');
  const length = content.length < 0x80 ? octets : Buffer.concat([Buffer.from([0x80 + octets.length]), octets]);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

const integer = (hex: string) => element(0x02, hex.length % 2 ? `0${hex}` : /^[89a-f]/.test(hex) ? `00${hex}` : hex);
export const oid = (hex: string) => element(0x06, hex);

export const SHA256_RSA = element(0x30, oid('2a864886f70d01010b'), '0500');

export const rsaKey = (modulus: string, exponent = '010001') =>
  element(
    0x30,
    element(0x30, oid('2a864886f70d010101'), '0500'),
    element(0x03, '00', element(0x30, integer(modulus), integer(exponent))),
  );

const soundKey: Buffer = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
  type: 'spki',
  format: 'der',
});

const commonName = (name: string) =>
  element(0x30, element(0x31, element(0x30, oid('550403'), element(0x0c, Buffer.from(name)))));

export const attribute = (type: string, ...extensions: Uint8Array[]) =>
  element(0x30, oid(type), element(0x31, element(0x30, ...extensions)));

export const extension = (type: string, ...value: Uint8Array[]) => element(0x30, oid(type), element(0x04, ...value));

/** A request whose signature is 256 octets of nothing. */
export const unsigned = ({
  key = soundKey,
  subject = commonName('alatau.kz'),
  attributes = [] as Uint8Array[],
  algorithm = SHA256_RSA,
} = {}) =>
  element(
    0x30,
    element(0x30, '020100', subject, key, element(0xa0, ...attributes)),
    algorithm,
    element(0x03, '00', Buffer.alloc(256, 1)),
  );

const nested = (levels: number): Buffer => {
  let inner: Buffer = Buffer.alloc(0);
  for (let level = 0; level < levels; level++) inner = element(0x30, inner);
  return inner;
};

const longLine = (line: string) => line.repeat(Math.ceil(73_728 / line.length)).slice(0, 73_728);

export const hostile: readonly { name: string; sent: Uint8Array | string; because: CsrRefusal }[] = [
  {
    name: 'an exponent of 2048 bits',
    sent: unsigned({ key: rsaKey('c'.repeat(512), 'f'.repeat(512)) }),
    because: 'csr-exponent',
  },
  {
    name: 'an exponent of 2^32+1',
    sent: unsigned({ key: rsaKey('c'.repeat(512), '100000001') }),
    because: 'csr-exponent',
  },
  { name: 'an RSA key of 16,384 bits', sent: unsigned({ key: rsaKey('f'.repeat(4096)) }), because: 'csr-key-size' },
  {
    name: 'an RSA key of 64,000 bits with an exponent as long',
    sent: unsigned({ key: rsaKey('f'.repeat(15_900), 'f'.repeat(15_900)) }),
    because: 'csr-key-size',
  },
  {
    name: 'an even modulus of 4096 bits',
    sent: unsigned({ key: rsaKey('e'.repeat(1024)) }),
    because: 'csr-weak-factors',
  },
  { name: '72 kB of BEGIN lines', sent: longLine('-----BEGIN CERTIFICATE REQUEST-----\n'), because: 'csr-too-large' },
  {
    name: '16 kB of BEGIN lines',
    sent: longLine('-----BEGIN CERTIFICATE REQUEST-----\n').slice(0, 16_384),
    because: 'csr-several',
  },
  { name: '16 kB of hyphens', sent: '-'.repeat(16_384), because: 'csr-unreadable' },
  { name: '16 kB of spaced hyphens', sent: '- '.repeat(8_192), because: 'csr-unreadable' },
  { name: '16 kB of half BEGIN lines', sent: '-----BEGIN A '.repeat(1_260), because: 'csr-unreadable' },
  { name: 'truncated DER', sent: unsigned().subarray(0, 300), because: 'csr-incomplete' },
  { name: 'ASN.1 nested 4,000 deep', sent: nested(4_000), because: 'csr-unreadable' },
  { name: 'a subject nested 3,000 deep', sent: unsigned({ subject: nested(3_000) }), because: 'csr-unreadable' },
  {
    name: 'endless nesting without lengths',
    sent: Buffer.from('3080'.repeat(8_192), 'hex'),
    because: 'csr-unreadable',
  },
  { name: 'a length of 4 GB', sent: Buffer.from('3084ffffffff', 'hex'), because: 'csr-unreadable' },
  {
    name: '7,000 empty attributes',
    sent: unsigned({ attributes: [Buffer.alloc(14_000, '3000', 'hex')] }),
    because: 'csr-unreadable',
  },
  {
    name: '1,100 names',
    sent: unsigned({
      attributes: [
        attribute(
          '2a864886f70d01090e',
          extension('551d11', element(0x30, ...Array(1_100).fill(element(0x82, Buffer.from('alatau.kz'))))),
        ),
      ],
    }),
    because: 'csr-signature',
  },
  { name: 'one name of 14 kB', sent: unsigned({ subject: commonName('қ'.repeat(7_000)) }), because: 'csr-names' },
];
