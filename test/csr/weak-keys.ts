// Keys that must be refused, made by the arithmetic that makes them weak.
import { checkPrimeSync, generatePrimeSync } from 'node:crypto';
import { keyFromPrimes } from './requests.ts';

const prime = (bits: number, form: { add?: bigint; rem?: bigint } = {}): bigint =>
  generatePrimeSync(bits, { ...form, bigint: true });

const primesUpTo167 = [
  3n,
  5n,
  7n,
  11n,
  13n,
  17n,
  19n,
  23n,
  29n,
  31n,
  37n,
  41n,
  43n,
  47n,
  53n,
  59n,
  61n,
  67n,
  71n,
  73n,
  79n,
  83n,
  89n,
  97n,
  101n,
  103n,
  107n,
  109n,
  113n,
  127n,
  131n,
  137n,
  139n,
  149n,
  151n,
  157n,
  163n,
  167n,
];

/** Both primes are k*M + (65537^a mod M), M being twice the product of small primes, as Infineon's library made them. */
export function rocaKey(): string {
  const modulus = primesUpTo167.reduce((product, factor) => product * factor, 2n);
  const form = (exponent: bigint) => ({ add: modulus, rem: 65537n ** exponent % modulus });
  for (;;) {
    const [p, q] = [prime(1024, form(1001n)), prime(1024, form(77n))];
    if ((p * q).toString(2).length === 2048) return keyFromPrimes(p, q);
  }
}

/** The second prime is one of the next after the first. */
export function fermatKey(): string {
  const p = prime(1024);
  let q = p + 2n;
  while (!checkPrimeSync(q)) q += 2n;
  return keyFromPrimes(q, p);
}

/** n = 751 * a prime: the largest factor that is still looked for. */
export const smallFactorKey = (factor = 751n): string => keyFromPrimes(prime(2048 - factor.toString(2).length), factor);

/** A sound key but for its exponent, which is a prime. */
export function keyWithExponent(exponent: bigint): string {
  for (;;) {
    const [p, q] = [prime(1024), prime(1024)];
    if ((p - 1n) % exponent !== 0n && (q - 1n) % exponent !== 0n) return keyFromPrimes(p, q, exponent);
  }
}
