import { KAZAKHSTAN_OFFSET_MS } from '../../domain/clock.ts';

/** Whole hours in Kazakhstan, from 0 to 24; the same hour twice: no quiet hours. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;

/** When the quiet hours that `moment` lies in are over; undefined when it lies in none. */
export function quietUntil({ from, to }: QuietHours, moment: Date): Date | undefined {
  const local = moment.getTime() + KAZAKHSTAN_OFFSET_MS;
  const sinceMidnight = local % DAY_MS;
  const midnight = local - sinceMidnight - KAZAKHSTAN_OFFSET_MS;
  const hour = sinceMidnight / HOUR_MS;
  const isQuiet = from <= to ? hour >= from && hour < to : hour >= from || hour < to;
  if (!isQuiet) return undefined;
  return new Date(midnight + to * HOUR_MS + (hour >= to ? DAY_MS : 0));
}
