// Moduli that others can factor (BR 6.1.1.3, 6.1.6). All three together cost well under a millisecond.
import type { CsrRefusal } from './csr-refusal.ts';

export function findWeakness(modulus: bigint): CsrRefusal | undefined {
  if (hasSmallFactor(modulus)) return 'csr-weak-factors';
  if (hasRocaFingerprint(modulus)) return 'csr-weak-roca';
  if (hasClosePrimes(modulus)) return 'csr-weak-fermat';
  return undefined;
}

const primesUnder = (limit: number): number[] =>
  Array.from({ length: limit - 2 }, (_, index) => index + 2).filter((candidate) => {
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) return false;
    return true;
  });

/** In products that a number holds exactly: a few divisions of the modulus instead of one by each prime. */
const smallPrimes = primesUnder(752).reduce<{ product: number; primes: number[] }[]>((groups, prime) => {
  const group = groups.at(-1);
  if (group && group.product * prime <= Number.MAX_SAFE_INTEGER) {
    group.product *= prime;
    group.primes.push(prime);
  } else groups.push({ product: prime, primes: [prime] });
  return groups;
}, []);

const hasSmallFactor = (modulus: bigint): boolean =>
  smallPrimes.some(({ product, primes }) => {
    const rest = Number(modulus % BigInt(product));
    return primes.some((prime) => rest % prime === 0);
  });

/** Nemec et al., "The Return of Coppersmith's Attack" (2017): such moduli are powers of 65537 modulo each of these primes. */
const rocaPrimes = primesUnder(168)
  .filter((prime) => prime > 2)
  .map((prime) => ({ prime: BigInt(prime), powers: powersOf65537(prime) }));

function powersOf65537(prime: number): ReadonlySet<bigint> {
  const powers = new Set<bigint>();
  for (let power = 1; !powers.has(BigInt(power)); power = (power * (65537 % prime)) % prime) powers.add(BigInt(power));
  return powers;
}

const hasRocaFingerprint = (modulus: bigint): boolean =>
  rocaPrimes.every(({ prime, powers }) => powers.has(modulus % prime));

const FERMAT_ROUNDS = 100;

/**
 * Fermat: n = a^2 - b^2 with `a` little above the square root of n when the primes are close. Nearly all differences show by
 * their remainders that they are no squares, and remainders are numbers: a tenth of the time of 100 divisions of 2048 bits.
 */
function hasClosePrimes(modulus: bigint): boolean {
  const first = squareRoot(modulus - 1n) + 1n;
  let a = Number(first % BigInt(residueProduct));
  let difference = Number((first * first - modulus) % BigInt(residueProduct));
  for (let round = 0; round < FERMAT_ROUNDS; round++) {
    if (maybeSquare(difference) && isSquare((first + BigInt(round)) ** 2n - modulus)) return true;
    difference = (difference + 2 * a + 1) % residueProduct; // under 2^44
    a += 1;
  }
  return false;
}

const residues = (modulus: number) => new Set(Array.from({ length: modulus }, (_, root) => (root * root) % modulus));
const residueTables = [256, 63, 65, 11, 17, 19, 23, 31].map((modulus) => ({ modulus, squares: residues(modulus) }));
const residueProduct = residueTables.reduce((product, { modulus }) => product * modulus, 1);

const maybeSquare = (rest: number): boolean =>
  residueTables.every(({ modulus, squares }) => squares.has(rest % modulus));

function isSquare(value: bigint): boolean {
  const root = squareRoot(value);
  return root * root === value;
}

/** Newton's method, rounded down. */
function squareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(16).length * 4 + 1) >> 1);
  for (let next = (root + value / root) >> 1n; next < root; next = (root + value / root) >> 1n) root = next;
  return root;
}
