import { randomBytes } from 'node:crypto';

/** In hex: 16 random octets, positive, and never shorter. */
export const createSerial = (): string => {
  const octets = randomBytes(16);
  octets[0] = ((octets[0] ?? 0) & 0x7f) | 0x40;
  return octets.toString('hex');
};
