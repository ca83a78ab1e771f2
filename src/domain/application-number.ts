/**
 * Fifteen digits in groups of three, `482-093-755-618-809`: fourteen random ones (46 bits, behind a limit of tries) and a check
 * digit that finds every single slip and every swap of neighbours. Digits only, because they are typed the same on a Kazakh,
 * a Russian and an English keyboard and read best from paper; fifteen, so that nothing takes it for a bank card.
 */
export type ApplicationNumber = string & { readonly __brand: 'ApplicationNumber' };

const RANDOM_DIGITS = 14;

/** `randomDigit` must come from a cryptographic source: an unguessable number is what protects the status page. */
export function createApplicationNumber(randomDigit: () => number): ApplicationNumber {
  const digits = Array.from({ length: RANDOM_DIGITS }, randomDigit).join('');
  return group(digits + dammDigit(digits));
}

/** Reads a number as people type it, with or without hyphens and spaces; undefined when it cannot be one of ours. */
export function parseApplicationNumber(text: string): ApplicationNumber | undefined {
  const digits = text.replace(/[\s\u00a0\u2010-\u2015№#-]/g, '');
  return /^\d{15}$/.test(digits) && dammDigit(digits) === 0 ? group(digits) : undefined;
}

const group = (digits: string) => (digits.match(/.{3}/g) ?? []).join('-') as ApplicationNumber;

/** H. M. Damm's quasigroup of order 10 (2004). */
const quasigroup = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];

const dammDigit = (digits: string): number =>
  [...digits].reduce((interim, digit) => Number(quasigroup[interim]?.[Number(digit)]), 0);
