// The back of a Kazakh identity card, three rows of 30 (ICAO 9303 part 5, TD1), from rows as they were recognised.
import { parse } from 'mrz';
import { parseIin } from '../../../domain/iin.ts';
import { repairDigits, repairLetters, resemblesState, tidyRow } from './repair.ts';
import type { ZoneReading } from './zone-reading.ts';

const ROW = 30;
const FILLERS = '<'.repeat(ROW);
/** After `IDKAZ`: nine of the document number, its check digit, twelve of the IIN. */
const NUMBERS = 22;

/**
 * The IIN only where all four check digits of the zone and the IIN's own hold. The composite digit covers the IIN's eleventh
 * digit, which the IIN's own misses. Nothing is tried until it fits: a character is repaired by the kind of its place alone.
 * Proven where it begins with the birth date of the second row, too: one wrong reading in a hundred passes the check digits.
 */
export function readCardRows(rows: readonly string[]): ZoneReading {
  const [first = '', second = ''] = rows.map(tidyRow);
  const [numbers, dates] = [findNumbers(first), completeDates(second)];
  if (numbers === undefined || dates === undefined) {
    return isOfAnotherState([first, second]) ? { because: 'foreign' } : { because: 'unreadable' };
  }
  const zone = [`IDKAZ${numbers}<<<`, dates, FILLERS];
  const iin = parseIin(numbers.slice(-12));
  if (!('value' in iin) || !holds(zone)) return { because: 'unreadable' };
  return { value: iin.value, isProven: iin.value.startsWith(dates.slice(0, 6)) };
}

/** What stands beside a document may have been read as the beginning of a row. */
const MAX_START = 15;

function findNumbers(row: string): string | undefined {
  for (let start = 3; start <= MAX_START; start++) {
    const numbers = repairDigits(row.slice(start, start + NUMBERS));
    // Fillers follow; one digit more is one that recognition has made up, and nobody knows which.
    if (/\d/.test(row.slice(start + NUMBERS, start + NUMBERS + 3))) continue;
    if (/^\d{22}$/.test(numbers) && resemblesState(row.slice(start - 3, start), 'KAZ')) return numbers;
  }
  return undefined;
}

/** Birth date, sex, expiry and `KAZ` at the beginning of a second row; what follows is left to the caller. */
export function findDates(
  row: string,
): { readonly birth: string; readonly expiry: string; readonly end: number } | undefined {
  for (let start = 0; start <= MAX_START; start++) {
    const [birth = '', expiry = ''] = [row.slice(start, start + 7), row.slice(start + 8, start + 15)].map(repairDigits);
    if (!/^\d{14}$/.test(birth + expiry) || !resemblesState(row.slice(start + 15, start + 18), 'KAZ')) continue;
    return { birth, expiry, end: start + 18 };
  }
  return undefined;
}

/** With the composite check digit, after eleven fillers however they were read. The sex is covered by no check digit. */
function completeDates(row: string): string | undefined {
  const dates = findDates(row);
  const last = repairDigits(row.slice(-1));
  if (!dates || !/^\d$/.test(last) || row.length < dates.end + 1) return undefined;
  return `${dates.birth}<${dates.expiry}KAZ${'<'.repeat(11)}${last}`;
}

const CHECKED = [
  'documentNumberCheckDigit',
  'birthDate',
  'birthDateCheckDigit',
  'expirationDate',
  'expirationDateCheckDigit',
  'compositeCheckDigit',
] as const;

function holds(zone: readonly string[]): boolean {
  const { details } = parse(zone);
  return CHECKED.every((name) => details.some(({ field, valid }) => field === name && valid));
}

/** A card whose two rows name one other state, and whose dates hold. */
function isOfAnotherState([first = '', second = '']: readonly string[]): boolean {
  const state = repairLetters(second.slice(15, 18));
  if (!/^[A-Z]{3}$/.test(state) || resemblesState(state, 'KAZ') || repairLetters(first.slice(2, 5)) !== state)
    return false;
  const dates = `${repairDigits(second.slice(0, 7))}<${repairDigits(second.slice(8, 15))}`;
  if (dates.length !== 15) return false;
  const { details } = parse([`ID${state}`.padEnd(ROW, '<'), `${dates}${state}`.padEnd(ROW, '<'), FILLERS]);
  return (['birthDateCheckDigit', 'expirationDateCheckDigit'] as const).every((name) =>
    details.some(({ field, valid }) => field === name && valid),
  );
}
