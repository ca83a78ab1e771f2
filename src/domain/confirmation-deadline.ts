import { calendarDate, endOfDay } from './clock.ts';

/**
 * Until when a Registration Authority must confirm an application, else it is destroyed (guide, step 9: "within one month"):
 * the end of the same day of the next month in Kazakhstan, or of that month's last day when it has no such day.
 */
export function confirmationDeadline(submitted: Date): Date {
  const { year, month, day } = calendarDate(submitted);
  const lastDay = new Date(Date.UTC(year, month + 2, 0)).getUTCDate();
  return endOfDay(year, month + 1, Math.min(day, lastDay));
}
