// What an applicant types may hold what the staff must not see: an IIN, or a private key. It is taken out before it is shown.
import { parseApplicationNumber } from '../../domain/application-number.ts';
import { withoutPrivateKeys } from '../../domain/private-key.ts';

const IIN_DIGITS = 12;
const HIDDEN = '•';
export const KEY_HIDDEN = '[🔑 •••]';

/** What people put between digits, and what cannot be seen. */
const between = '[\\s\\u00ad\\u200b-\\u200f\\u2010-\\u2015\\u2060\\ufeff./_,·-]{1,3}';
const digitRun = new RegExp(`\\p{Nd}+(?:${between}\\p{Nd}+)*`, 'gu');

/**
 * The text without private keys, and with dots for the digits of whatever can be an IIN: twelve digits in a row or in
 * neighbouring groups, or more in a row that are no application number. The checksum is not asked: an IIN with a slip is as
 * personal.
 */
export const mask = (text: string): string => withoutPrivateKeys(text, KEY_HIDDEN).replace(digitRun, maskRun);

export const holdsIin = (text: string): boolean => text.replace(digitRun, maskRun) !== text;

interface Group {
  readonly start: number;
  readonly text: string;
}

function maskRun(run: string): string {
  const groups = [...run.matchAll(/\p{Nd}+/gu)].map((match): Group => ({ start: match.index, text: match[0] }));
  const isNumber = new Set(windows(groups).filter(isApplicationNumber).flat());
  const others = groups.filter((group) => !isNumber.has(group));
  const hidden = new Set([
    ...others.filter(({ text }) => [...text].length >= IIN_DIGITS),
    ...windows(others)
      .filter((window) => lengthOf(window) === IIN_DIGITS)
      .flat(),
  ]);
  return groups.reduceRight(
    (text, group) =>
      hidden.has(group)
        ? text.slice(0, group.start) +
          group.text.replace(/\p{Nd}/gu, HIDDEN) +
          text.slice(group.start + group.text.length)
        : text,
    run,
  );
}

/** Neighbouring groups that have as many digits as an application number at most. */
function windows(groups: readonly Group[]): readonly (readonly Group[])[] {
  return groups.flatMap((_, from) =>
    groups
      .slice(from, from + 15)
      .map((_, count) => groups.slice(from, from + count + 1))
      .filter((window) => lengthOf(window) <= 15),
  );
}

const lengthOf = (window: readonly Group[]): number => window.reduce((sum, { text }) => sum + [...text].length, 0);

const isApplicationNumber = (window: readonly Group[]): boolean =>
  parseApplicationNumber(window.map(({ text }) => text).join('')) !== undefined;
