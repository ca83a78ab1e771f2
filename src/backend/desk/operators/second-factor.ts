import { Secret, TOTP } from 'otpauth';

/** RFC 6238 as every authenticator app has it: SHA-1, six digits, half a minute. */
const PERIOD = 30;
const totp = (secret: Secret, name = '') =>
  new TOTP({ issuer: 'RA desk', label: name, secret, algorithm: 'SHA1', digits: 6, period: PERIOD });

export const createSecondFactor = (): string => new Secret({ size: 20 }).base32;

/** What the QR code of the set-up page holds. */
export const secondFactorUrl = (secret: string, name: string): string =>
  totp(Secret.fromBase32(secret), name).toString();

/**
 * The time step that `code` is right for (one step of drift either way), or undefined. A step at or before `lastStep` is
 * refused: a code that was seen over a shoulder does not work a second time.
 */
export function secondFactorStep(secret: string, code: string, now: Date, lastStep: number): number | undefined {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const timestamp = now.getTime();
  const delta = totp(Secret.fromBase32(secret)).validate({ token, timestamp, window: 1 });
  if (delta === null) return undefined;
  const step = Math.floor(timestamp / 1000 / PERIOD) + delta;
  return step > lastStep ? step : undefined;
}
