// The data page of a Kazakh passport, two rows of 44 (ICAO 9303 part 4, TD3), from rows as they were recognised.
import { parse } from 'mrz';
import { parseIin } from '../../../domain/iin.ts';
import { repairDigits, resemblesState, tidyRow } from './repair.ts';
import type { ZoneReading } from './zone-reading.ts';

const ROW = 44;

/**
 * The IIN from the field for a personal number. That Kazakh passports hold it there is not confirmed by a primary source, so
 * the applicant must compare every digit.
 */
export function readPassportRows(rows: readonly string[]): ZoneReading {
  const [first = '', second = ''] = rows.map(tidyRow);
  const row = second.slice(0, ROW);
  if (row.length !== ROW) return { because: 'unreadable' };
  const state = row.slice(10, 13);
  if (!resemblesState(state, 'KAZ')) return isPassport(first, row) ? { because: 'foreign' } : { because: 'unreadable' };
  const digits = (from: number, to: number) => repairDigits(row.slice(from, to));
  const whole = `${row.slice(0, 1)}${digits(1, 10)}KAZ${digits(13, 20)}<${digits(21, 28)}${digits(28, 40)}<<${digits(42, 44)}`;
  const iin = parseIin(whole.slice(28, 40));
  return 'value' in iin && holds(whole) ? { value: iin.value } : { because: 'unreadable' };
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

function isPassport(first: string, second: string): boolean {
  if (first.length !== ROW) return false;
  const { details } = parse([first, second], { autocorrect: true });
  return CHECKED.slice(0, 3).every((name) => details.some(({ field, valid }) => field === name && valid));
}
