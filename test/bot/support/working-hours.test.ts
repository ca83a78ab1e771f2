import { describe, expect, test } from '@jest/globals';
import { isOpen, nextOpening, parseWorkingHours } from '../../../src/bot/support/working-hours.ts';

const week = { days: [1, 2, 3, 4, 5], from: 540, to: 1080 };

describe('working hours', () => {
  test.each([
    ['1-5 09:00-18:00', week],
    ['1,3,6-7 00:00-24:00', { days: [1, 3, 6, 7], from: 0, to: 1440 }],
    ['1-5 18:00-09:00', undefined],
    ['6,1-3,2 10:00-14:00', { days: [1, 2, 3, 6], from: 600, to: 840 }],
    ['5-1 09:00-18:00', undefined],
    ['3,5-1 09:00-18:00', undefined],
    ['1-3-5 09:00-18:00', undefined],
    ['1, 09:00-18:00', undefined],
    ['8 09:00-18:00', undefined],
    ['1-5 09:00-24:30', undefined],
    ['always', undefined],
  ])('are read from "%s"', (text, hours) => {
    expect(parseWorkingHours(text)).toEqual(hours);
  });

  // 2026-11-20 is a Friday; Kazakhstan is five hours ahead of UTC.
  test.each([
    ['Friday 09:00', '2026-11-20T04:00:00Z', true, '2026-11-20T04:00:00Z'],
    ['Friday 08:59', '2026-11-20T03:59:00Z', false, '2026-11-20T04:00:00Z'],
    ['Friday 17:59', '2026-11-20T12:59:59Z', true, '2026-11-20T12:59:59Z'],
    ['Friday 18:00', '2026-11-20T13:00:00Z', false, '2026-11-23T04:00:00Z'],
    ['Sunday 23:30, which is Sunday in UTC', '2026-11-22T18:30:00Z', false, '2026-11-23T04:00:00Z'],
    ['Monday 00:30, which is Sunday in UTC', '2026-11-22T19:30:20Z', false, '2026-11-23T04:00:00Z'],
  ])('%s', (_, now, open, next) => {
    expect(isOpen(week, new Date(now))).toBe(open);
    expect(nextOpening(week, new Date(now))).toEqual(new Date(next));
  });
});
