// Numbers printed as plain digits: the IIN on the front of a card, the application number on its form.
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import { type Iin, parseIin } from '../../domain/iin.ts';
import { repairDigits } from './zone/repair.ts';

const IIN_DIGITS = 12;

/** The one IIN in the text. Only its own check digit speaks for it, so the applicant must compare every digit. */
export function findIin(text: string): Iin | undefined {
  const runs = text.match(/(?<![\d-])\d(?:[ ]?\d){11}(?![\d-])/g) ?? [];
  return onlyOne(
    runs.flatMap((run) => {
      const parsed = parseIin(run);
      return 'value' in parsed ? [parsed.value] : [];
    }),
  );
}

/** Groups of digits, and of what recognition makes of them. */
const DIGITS = /\d+(?:[ \u00a0-]\d+)*/g;
const LIKE_DIGITS = /(?<![\p{L}\d])[\dOoQDIlJZASGTB]+(?:[ \u00a0-][\dOoQDIlJZASGTB]+)*(?![\p{L}\d])/gu;

/**
 * Whether twelve digits can be an IIN, in one row, in two halves or as all that stands there: they begin with a date, or the check
 * digit holds. One of them may be misread, so not both are asked for.
 */
export const mayHoldIin = (text: string): boolean =>
  [DIGITS, LIKE_DIGITS].some((pattern) =>
    [...text.matchAll(pattern)].some(([run]) => {
      const groups = run.split(/[ \u00a0-]/);
      const halves = groups.map((group, at) =>
        group.length === IIN_DIGITS / 2 ? group + (groups[at + 1] ?? '') : group,
      );
      return [...halves, groups.join('')].some(mayBeIin);
    }),
  );

function mayBeIin(characters: string): boolean {
  if (characters.length !== IIN_DIGITS || characters.replace(/\D/g, '').length < 9) return false;
  const digits = repairDigits(characters.toUpperCase());
  const [month, day] = [Number(digits.slice(2, 4)), Number(digits.slice(4, 6))];
  return (month >= 1 && month <= 12 && day >= 1 && day <= 31) || 'value' in parseIin(digits);
}

/** The one application number in the text, five groups of three digits. */
export function findApplicationNumber(text: string): ApplicationNumber | undefined {
  const runs = text.match(/(?<!\d)\d{3}(?:\s?[-\u2010-\u2015]?\s?\d{3}){4}(?!\d)/g) ?? [];
  return onlyOne(runs.flatMap((run) => parseApplicationNumber(run) ?? []));
}

/** Two different ones are none: nobody could say which was meant. */
function onlyOne<Value>(found: readonly Value[]): Value | undefined {
  const different = new Set(found);
  return different.size === 1 ? found[0] : undefined;
}
