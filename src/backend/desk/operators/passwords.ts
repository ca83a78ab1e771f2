import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

export interface PasswordCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}
/** OWASP's Password Storage Cheat Sheet: 64 MiB for each hash. */
export const strongCost: PasswordCost = { N: 2 ** 16, r: 8, p: 2 };
const HASH_BYTES = 32;
const LEAST = 12;
const MOST = 128;

export type PasswordRefusal = 'password-short' | 'password-long' | 'password-name' | 'password-simple';

/** Length is what counts (NIST SP 800-63B 3.1.1.2); no rules about kinds of characters, which only make people write it down. */
export function refusePassword(password: string, name: string): PasswordRefusal | undefined {
  const letters = [...password];
  if (letters.length < LEAST) return 'password-short';
  if (letters.length > MOST) return 'password-long';
  if (name.length > 2 && password.toLowerCase().includes(name)) return 'password-name';
  return new Set(letters).size < 6 ? 'password-simple' : undefined;
}

/** `scrypt$N$r$p$salt$hash`: the parameters stay with the hash, so that they can be raised later. */
export async function hashPassword(password: string, cost: PasswordCost): Promise<string> {
  const salt = randomBytes(16);
  return format(cost, salt, await derive(password, salt, cost));
}

const format = ({ N, r, p }: PasswordCost, salt: Buffer, hash: Buffer) =>
  ['scrypt', N, r, p, salt.toString('base64'), hash.toString('base64')].join('$');

/** Does the same work whether there is a hash or not, so that time does not tell which names exist. */
export async function verifyPassword(password: string, stored: string | undefined, cost: PasswordCost) {
  const nobody = format(cost, Buffer.alloc(16), Buffer.alloc(HASH_BYTES));
  const [, N, r, p, salt = '', hash = ''] = (stored ?? nobody).split('$');
  const derived = await derive(password, Buffer.from(salt, 'base64'), { N: Number(N), r: Number(r), p: Number(p) });
  return timingSafeEqual(derived, Buffer.from(hash, 'base64')) && stored !== undefined;
}

/** Letters and digits that are not mistaken for one another when read aloud or from paper. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Four groups of five, 99 bits: to be used once and then changed. */
export const createOneTimePassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('')).join(
    '-',
  );

let turn: Promise<unknown> = Promise.resolve();

/** One at a time: a flood of log-ins must not take 64 MiB each, nor every thread that files and name look-ups need. */
function derive(password: string, salt: Buffer, cost: PasswordCost): Promise<Buffer> {
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r };
  const result = turn.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      }),
  );
  turn = result.catch(() => undefined);
  return result;
}
