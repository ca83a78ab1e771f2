// When the staff are there, in Kazakhstan's time, and when they will be there next.
import { calendarDate, KAZAKHSTAN_TIME_ZONE } from '../../domain/clock.ts';

/** ISO weekdays, 1 is Monday; minutes of the day, `to` not included. */
export interface WorkingHours {
  readonly days: readonly number[];
  readonly from: number;
  readonly to: number;
}

const weekdays = [1, 2, 3, 4, 5, 6, 7];
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Reads `1-5 09:00-18:00` or `1,3,6 10:00-14:00`; undefined for anything else. */
export function parseWorkingHours(text: string): WorkingHours | undefined {
  const [, days = '', fromHour, fromMinute, toHour, toMinute] =
    /^([\d,-]+) ([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const to = Number(toHour) * 60 + Number(toMinute);
  const read = readDays(days);
  return read && from < to && to <= 24 * 60 ? { days: read, from, to } : undefined;
}

/** In their order, each once; undefined where a part is neither a day nor a row of days. */
function readDays(text: string): readonly number[] | undefined {
  const rows = text.split(',').map((part) => {
    const [, first = 'none', last = first] = /^([1-7])(?:-([1-7]))?$/.exec(part) ?? [];
    return weekdays.filter((day) => day >= Number(first) && day <= Number(last));
  });
  return rows.every((row) => row.length > 0) ? weekdays.filter((day) => rows.flat().includes(day)) : undefined;
}

export const isOpen = ({ days, from, to }: WorkingHours, now: Date): boolean => {
  const { weekday, minute } = localTime(now);
  return days.includes(weekday) && minute >= from && minute < to;
};

/** The moment when the staff are there again; now, while they are. */
export function nextOpening(hours: WorkingHours, now: Date): Date {
  if (isOpen(hours, now)) return now;
  const { minute } = localTime(now);
  const midnight = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS - minute * MINUTE_MS;
  const openings = Array.from({ length: 8 }, (_, day) => new Date(midnight + day * DAY_MS + hours.from * MINUTE_MS));
  const next = openings.find((moment) => moment > now && hours.days.includes(localTime(moment).weekday));
  if (!next) throw new Error('hours without a day');
  return next;
}

/** `09:00`, as in the configuration. */
export const clockTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

function localTime(moment: Date): { readonly weekday: number; readonly minute: number } {
  const { year, month, day } = calendarDate(moment);
  const dayStart = Date.UTC(year, month, day);
  const [hour = 0, minute = 0] = time.format(moment).split(':').map(Number);
  return { weekday: new Date(dayStart).getUTCDay() || 7, minute: hour * 60 + minute };
}

const time = new Intl.DateTimeFormat('en-GB', { timeZone: KAZAKHSTAN_TIME_ZONE, hour: '2-digit', minute: '2-digit' });
