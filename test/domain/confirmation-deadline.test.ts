import { describe, expect, test } from '@jest/globals';
import { confirmationDeadline } from '../../src/domain/confirmation-deadline.ts';

describe('an application must be confirmed', () => {
  test.each([
    ['on the same day of the next month', '2026-11-22T10:00:00Z', '2026-12-22T18:59:59.999Z'],
    ['on the last day where the next month is shorter', '2027-01-31T06:00:00Z', '2027-02-28T18:59:59.999Z'],
    ['on the 29th in a leap year', '2028-01-31T06:00:00Z', '2028-02-29T18:59:59.999Z'],
    ['in January when submitted in December', '2026-12-15T06:00:00Z', '2027-01-15T18:59:59.999Z'],
    [
      'by the date in Kazakhstan, which is a day ahead of UTC after 19:00',
      '2026-11-22T19:30:00Z',
      '2026-12-23T18:59:59.999Z',
    ],
  ])('%s', (_, submitted, deadline) => {
    expect(confirmationDeadline(new Date(submitted)).toISOString()).toBe(deadline);
  });
});
