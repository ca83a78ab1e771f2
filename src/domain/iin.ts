/** A 12-digit individual identification number whose check digit holds. */
export type Iin = string & { readonly __brand: 'Iin' };
export type IinRefusal = 'iin-digits' | 'iin-length' | 'iin-checksum';

const firstWeights = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const secondWeights = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];

/**
 * Reads an IIN as people type it: spaces and hyphens between the digits are taken away. Only the checksum is judged: since a
 * decree of 2013 the digits need not agree with birth date or sex, and digit 7 may be 0. About 92 % of errors in the 11th
 * digit pass (its weight is 0 modulo 11), so the name found must be shown and confirmed.
 */
export function parseIin(text: string): { readonly value: Iin } | { readonly because: IinRefusal } {
  const digits = text.replace(/[\s\u00a0\u2010-\u2015-]/g, '');
  if (!/^\d+$/.test(digits)) return { because: 'iin-digits' };
  if (digits.length !== 12) return { because: 'iin-length' };
  return checkDigit(digits) === Number(digits[11]) ? { value: digits as Iin } : { because: 'iin-checksum' };
}

/** Sum of d[i]*w[i] modulo 11; a second set of weights when that is 10; a number with 10 again is never issued. */
function checkDigit(digits: string): number {
  const sum = (weights: readonly number[]) =>
    weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0) % 11;
  const first = sum(firstWeights);
  return first === 10 ? sum(secondWeights) : first;
}

/** What may be shown on a screen that others see: the first and the last four digits. */
export const maskIin = (iin: string): string => `${iin.slice(0, 4)}****${iin.slice(-4)}`;
