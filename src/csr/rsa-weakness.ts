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

const smallPrimes = primesUnder(752).map(BigInt);
const smallProduct = smallPrimes.reduce((product, prime) => product * prime, 1n);

function hasSmallFactor(modulus: bigint): boolean {
  const rest = modulus % smallProduct;
  return smallPrimes.some((prime) => rest % prime === 0n);
}

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

/** Fermat: n = a^2 - b^2 with `a` little above the square root of n when the primes are close. */
function hasClosePrimes(modulus: bigint): boolean {
  let a = squareRoot(modulus - 1n) + 1n;
  let difference = a * a - modulus;
  for (let round = 0; round < FERMAT_ROUNDS; round++) {
    if (isSquare(difference)) return true;
    difference += 2n * a + 1n;
    a += 1n;
  }
  return false;
}

const residues = (modulus: number) => new Set(Array.from({ length: modulus }, (_, root) => (root * root) % modulus));
const residueTables = [256, 63, 65, 11, 17, 19, 23, 31].map((modulus) => ({ modulus, squares: residues(modulus) }));
const residueProduct = BigInt(residueTables.reduce((product, { modulus }) => product * modulus, 1));

/** Nearly all non-squares are told by their remainders, long before a root is drawn. */
function isSquare(value: bigint): boolean {
  const rest = value % residueProduct;
  if (!residueTables.every(({ modulus, squares }) => squares.has(Number(rest % BigInt(modulus))))) return false;
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
