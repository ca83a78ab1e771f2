import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countDays, FIGURE_DAYS, outcomes } from '../../../src/backend/applications/desk-figures.ts';
import { drawFigures, tickValues } from '../../../src/backend/desk/pages/figure-chart.ts';
import { type ApplicationStatus, applicationStatuses } from '../../../src/contract/statuses.ts';
import { calendarDate } from '../../../src/domain/clock.ts';

type Row = { readonly day: number; readonly status: ApplicationStatus; readonly count: number };
const now = new Date('2026-11-22T20:30:00Z'); // the 23rd in Kazakhstan
const count = (rows: readonly Row[]) => countDays({ submittedPerDay: async () => rows }, now, 'all');

describe('the figures', () => {
  test('are of thirty days in Kazakhstan, the last of which is today', async () => {
    let asked: Date | undefined;
    const submittedPerDay = async (since: Date) => {
      asked = since;
      return [];
    };
    const days = await countDays({ submittedPerDay }, now, 'all');
    expect(asked).toEqual(new Date('2026-10-24T19:00:00Z'));
    expect(days).toHaveLength(FIGURE_DAYS);
    expect(days.map(({ day }) => calendarDate(day)).at(0)).toEqual({ year: 2026, month: 9, day: 25 });
    expect(days.map(({ day }) => calendarDate(day)).at(-1)).toEqual({ year: 2026, month: 10, day: 23 });
  });

  test('count every status once, under what became of it', async () => {
    const days = await count(applicationStatuses.map((status) => ({ day: 29, status, count: 1 })));
    expect(days.at(-1)?.counts).toEqual({ certified: 3, 'under-way': 4, refused: 1, lapsed: 2, revoked: 1 });
    expect(days.at(-1)?.total).toBe(applicationStatuses.length);
    expect(days.at(0)?.total).toBe(0);
  });
});

describe('the picture', () => {
  test.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [6, [0, 1, 2, 3, 4, 5, 6]],
    [7, [0, 2, 4, 6, 8]],
    [11, [0, 2, 4, 6, 8, 10, 12]],
    [95, [0, 20, 40, 60, 80, 100]],
    [12_345, [0, 5_000, 10_000, 15_000]],
  ])('of at most %p has the lines %j', (most, values) => {
    expect(tickValues(most)).toEqual(values);
  });

  test('piles bars without gaps, inside the frame, as high as their numbers', async () => {
    const row = fc.record({
      day: fc.nat(FIGURE_DAYS - 1),
      status: fc.constantFrom(...applicationStatuses),
      count: fc.nat(100_000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 60 }), async (rows) => {
        const days = await count(rows);
        const chart = drawFigures(days);
        const [zero, top] = [chart.ticks[0], chart.ticks.at(-1)];
        const unit = ((zero?.y ?? 0) - (top?.y ?? 0)) / (top?.value ?? 1);
        for (const { figures, bars } of chart.piles) {
          let floor = chart.floor;
          for (const bar of bars) {
            expect(bar.y + bar.height).toBeCloseTo(floor, 6);
            expect(bar.height).toBeCloseTo(figures.counts[bar.outcome] * unit, 6);
            floor = bar.y;
          }
          expect(floor).toBeGreaterThanOrEqual(0);
          expect(bars.map(({ outcome }) => outcome)).toEqual(outcomes.filter((each) => figures.counts[each] > 0));
        }
      }),
    );
  });
});
