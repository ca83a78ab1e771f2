// The data page of a Kazakh passport, two rows of 44 (ICAO 9303 part 4, TD3), from rows as they were recognised.
import { parse } from 'mrz';
import { type Iin, parseIin } from '../../../domain/iin.ts';
import { repairDigits, repairLetters, resemblesState, tidyRow } from './repair.ts';
import type { ZoneReading } from './zone-reading.ts';

const ROW = 44;

/**
 * The IIN from the field for a personal number. That Kazakh passports hold it there is not confirmed by a primary source, so
 * the applicant must compare every digit.
 */
export function readPassportRows(rows: readonly string[]): ZoneReading {
  const [first = '', second = ''] = rows.map(tidyRow);
  for (let start = 0; start <= MAX_START && start + ROW <= second.length; start++) {
    const iin = readNumbers(second.slice(start, start + ROW));
    if (iin) return { value: iin, isProven: false };
  }
  return { because: isOfAnotherState(first, second.slice(0, ROW)) ? 'foreign' : 'unreadable' };
}

/** What stands beside a document may have been read as the beginning of a row. */
const MAX_START = 15;

function readNumbers(row: string): Iin | undefined {
  if (!resemblesState(row.slice(10, 13), 'KAZ')) return undefined;
  const digits = (from: number, to: number) => repairDigits(row.slice(from, to));
  const whole = `${row.slice(0, 1)}${digits(1, 10)}KAZ${digits(13, 20)}<${digits(21, 28)}${digits(28, 40)}<<${digits(42, 44)}`;
  const iin = parseIin(whole.slice(28, 40));
  return 'value' in iin && holds(whole) ? iin.value : undefined;
}

const CHECKED = [
  'documentNumberCheckDigit',
  'birthDateCheckDigit',
  'expirationDateCheckDigit',
  'personalNumberCheckDigit',
  'compositeCheckDigit',
] as const;

function holds(row: string): boolean {
  const { details } = parse([`P<KAZ${'<'.repeat(ROW - 5)}`, row]);
  return CHECKED.every((name) => details.some(({ field, valid }) => field === name && valid));
}

/** Its two rows name one other state, and its dates hold. */
function isOfAnotherState(first: string, second: string): boolean {
  const state = repairLetters(second.slice(10, 13));
  if (!/^[A-Z]{3}$/.test(state) || resemblesState(state, 'KAZ')) return false;
  if (!first.startsWith('P') || repairLetters(first.slice(2, 5)) !== state) return false;
  const dates = `${repairDigits(second.slice(13, 20))}<${repairDigits(second.slice(21, 28))}`;
  if (dates.length !== 15) return false;
  const row = `${second.slice(0, 10)}${state}${dates}`.padEnd(ROW, '<');
  const { details } = parse([`P<${state}`.padEnd(ROW, '<'), row]);
  return CHECKED.slice(1, 3).every((name) => details.some(({ field, valid }) => field === name && valid));
}
