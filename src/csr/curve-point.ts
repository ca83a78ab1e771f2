// Is this an uncompressed point of its curve? y^2 = x^3 - 3x + b (mod p), SP 800-186.
import type { EcKey } from './public-key.ts';

const parameters = {
  'P-256': {
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    octets: 32,
  },
  'P-384': {
    p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    octets: 48,
  },
};

export function isOnCurve({ curve, point }: EcKey): boolean {
  const { p, b, octets } = parameters[curve];
  if (point[0] !== 0x04 || point.length !== 1 + 2 * octets) return false;
  const x = readNumber(point.subarray(1, 1 + octets));
  const y = readNumber(point.subarray(1 + octets));
  return x < p && y < p && (y * y - (x * x * x - 3n * x + b)) % p === 0n;
}

const readNumber = (octets: Uint8Array): bigint => BigInt(`0x${Buffer.from(octets).toString('hex')}`);
