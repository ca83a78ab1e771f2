// What became of the applications of the last days, by the day on which they came. Knows no storage and no picture.
import type { ApplicationStatus } from '../../contract/statuses.ts';
import { calendarDate, DAY_MS, endOfDay } from '../../domain/clock.ts';
import type { OperatorIdentity } from './desk-work.ts';

export const FIGURE_DAYS = 30;

/** In the order in which they are piled up. */
export const outcomes = ['certified', 'under-way', 'refused', 'lapsed', 'revoked'] as const;
export type FigureOutcome = (typeof outcomes)[number];

const outcomeOf: Record<ApplicationStatus, FigureOutcome> = {
  submitted: 'under-way',
  confirmed: 'under-way',
  signing: 'under-way',
  'signing-unknown': 'under-way',
  issued: 'certified',
  'set-up': 'certified',
  superseded: 'certified',
  refused: 'refused',
  withdrawn: 'lapsed',
  expired: 'lapsed',
  revoked: 'revoked',
};

export interface DayFigures {
  /** Some moment of the day in Kazakhstan. */
  readonly day: Date;
  readonly counts: Readonly<Record<FigureOutcome, number>>;
  readonly total: number;
}

export interface DeskFigures {
  /** Applications submitted since a midnight in Kazakhstan: how many on each day after it (from 0) are in each status now. */
  submittedPerDay(
    since: Date,
    regions: OperatorIdentity['regions'],
  ): Promise<readonly { readonly day: number; readonly status: ApplicationStatus; readonly count: number }[]>;
}

/** The last `FIGURE_DAYS` days, today included, oldest first; days without an application too. */
export async function countDays(
  figures: DeskFigures,
  now: Date,
  regions: OperatorIdentity['regions'],
): Promise<readonly DayFigures[]> {
  const { year, month, day } = calendarDate(now);
  const since = new Date(endOfDay(year, month, day - FIGURE_DAYS).getTime() + 1);
  const rows = await figures.submittedPerDay(since, regions);
  return Array.from({ length: FIGURE_DAYS }, (_, index) => {
    const ofDay = rows.filter((row) => row.day === index);
    const countOf = (outcome: FigureOutcome) =>
      ofDay.filter(({ status }) => outcomeOf[status] === outcome).reduce((sum, { count }) => sum + count, 0);
    const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, countOf(outcome)]));
    return {
      day: new Date(since.getTime() + (index + 0.5) * DAY_MS),
      counts: counts as DayFigures['counts'],
      total: ofDay.reduce((sum, { count }) => sum + count, 0),
    };
  });
}
