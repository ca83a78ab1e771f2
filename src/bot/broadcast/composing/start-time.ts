import { KAZAKHSTAN_OFFSET_MS } from '../../../domain/clock.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Further ahead than this is a slip of the pen. */
const MOST_DAYS = 60;

/** `14:30` (the next one) or `25.11 14:30` or `25.11.2026 14:30`, as clocks in Kazakhstan show it. */
export function readStartTime(
  text: string,
  now: Date,
): { readonly value: Date } | { readonly because: 'time-form' | 'time-past' | 'time-far' } {
  const found = /^(?:(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?\s+)?(\d{1,2})[:.](\d{2})$/.exec(text.trim());
  if (!found) return { because: 'time-form' };
  const [, day, month, year, hour, minute] = found;
  const local = new Date(now.getTime() + KAZAKHSTAN_OFFSET_MS);
  const date = {
    year: Number(year ?? local.getUTCFullYear()),
    month: Number(month ?? local.getUTCMonth() + 1) - 1,
    day: Number(day ?? local.getUTCDate()),
  };
  const wall = new Date(Date.UTC(date.year, date.month, date.day, Number(hour), Number(minute)));
  const isReal =
    wall.getUTCDate() === date.day && wall.getUTCMonth() === date.month && Number(hour) < 24 && Number(minute) < 60;
  if (!isReal) return { because: 'time-form' };
  const at = new Date(wall.getTime() - KAZAKHSTAN_OFFSET_MS);
  if (day === undefined && at <= now) return { value: new Date(at.getTime() + DAY_MS) };
  if (at <= now) return { because: 'time-past' };
  return at.getTime() - now.getTime() > MOST_DAYS * DAY_MS ? { because: 'time-far' } : { value: at };
}
