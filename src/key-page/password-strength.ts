// An honest hint how long a password withstands somebody who has the key file: rather too pessimistic than too kind.

export type Strength = 'weak' | 'fair' | 'good' | 'strong';

/** Guesses one graphics card makes in a second against our rounds, generously rounded up. */
const GUESSES_PER_SECOND_LOG10 = 5;
const DAY_LOG10 = 4.94;
const YEAR_LOG10 = 7.5;

export function strengthOf(password: string): Strength {
  const seconds = guessesLog10(password) - GUESSES_PER_SECOND_LOG10;
  if (seconds < DAY_LOG10) return 'weak';
  if (seconds < YEAR_LOG10) return 'fair';
  return seconds < YEAR_LOG10 + 3 ? 'good' : 'strong';
}

const WORD_LOG10 = 5; // a hundred thousand words and names in three languages
const COMMON_LOG10 = 2.5;
const common = /pass|parol|qwert|asdf|zxcv|admin|login|user|root|secret|almaty|astana|kazak|qazaq|iloveyou|welcome/i;

/** The parts a person puts a password together from, each as a guessing program has them in its lists. */
export const guessesLog10 = (password: string): number =>
  (password.match(/[A-Za-z]+|\d+|[^A-Za-z\d]+/g) ?? []).reduce((sum, part) => sum + partLog10(part), 0);

function partLog10(part: string): number {
  if (isRun(part)) return 1 + Math.log10(part.length + 1);
  if (/^\d/.test(part)) return /^(19|20)\d\d$/.test(part) ? 2 : Math.min(part.length, part.length === 8 ? 5 : 99);
  if (!/^[A-Za-z]/.test(part)) return part.length * Math.log10(16);
  const capitals = /[a-z]/.test(part) && /[A-Z]/.test(part);
  const random = part.length * Math.log10(capitals ? 52 : 26);
  if (common.test(part)) return Math.min(random, COMMON_LOG10 + (capitals ? 1 : 0));
  return isWordLike(part) ? Math.min(random, WORD_LOG10 + (capitals ? 1 : 0)) : random;
}

/** The same character again and again, or one after the other: `aaaa`, `12345`, `dcba`. */
function isRun(part: string): boolean {
  const steps = [...part].slice(1).map((character, i) => character.charCodeAt(0) - part.charCodeAt(i));
  return steps.length >= 2 && [-1, 0, 1].includes(steps[0] ?? 9) && steps.every((step) => step === steps[0]);
}

/** Could be spoken: short, with vowels, and few consonants or capitals in a row. */
const isWordLike = (letters: string): boolean =>
  letters.length >= 3 &&
  letters.length <= 12 &&
  /[aeiouy]/i.test(letters) &&
  !/[^aeiouy]{4}/i.test(letters) &&
  !/[a-z][A-Z]+[a-z]/.test(letters);
