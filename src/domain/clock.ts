/** The present moment. Passed in, so that a test can move it. */
export type Clock = () => Date;

export const DAY_MS = 24 * 60 * 60 * 1000;

/** The whole country is at UTC+5 since 2024-03-01, without summer time. */
export const KAZAKHSTAN_TIME_ZONE = 'Asia/Almaty';
export const KAZAKHSTAN_OFFSET_MS = 5 * 60 * 60 * 1000;

/** The calendar date in Kazakhstan at this moment; `month` counts from 0. */
export function calendarDate(moment: Date): { readonly year: number; readonly month: number; readonly day: number } {
  const local = new Date(moment.getTime() + KAZAKHSTAN_OFFSET_MS);
  return { year: local.getUTCFullYear(), month: local.getUTCMonth(), day: local.getUTCDate() };
}

/** The same as ISO 8601: `2026-11-22`. */
export function calendarDay(moment: Date): string {
  const { year, month, day } = calendarDate(moment);
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
}

/** The last millisecond of a calendar date in Kazakhstan; `month` counts from 0. */
export const endOfDay = (year: number, month: number, day: number): Date =>
  new Date(Date.UTC(year, month, day + 1) - KAZAKHSTAN_OFFSET_MS - 1);
