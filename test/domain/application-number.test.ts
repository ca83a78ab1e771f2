import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createApplicationNumber, parseApplicationNumber } from '../../src/domain/application-number.ts';

const digit = fc.integer({ min: 0, max: 9 });
const number = fc.array(digit, { minLength: 14, maxLength: 14 }).map((digits) => {
  const left = [...digits];
  return createApplicationNumber(() => left.pop() ?? 0);
});

describe('an application number', () => {
  test('is read back however it is grouped', () => {
    fc.assert(
      fc.property(number, (made) => {
        expect(made).toMatch(/^\d{3}(-\d{3}){4}$/);
        expect(parseApplicationNumber(` № ${made.replaceAll('-', ' ')} `)).toBe(made);
        expect(parseApplicationNumber(made.replaceAll('-', ''))).toBe(made);
      }),
    );
  });

  test('with one wrong digit, or two neighbours swapped, is none', () => {
    fc.assert(
      fc.property(number, fc.integer({ min: 0, max: 13 }), fc.integer({ min: 1, max: 9 }), (made, place, shift) => {
        const digits = made.replaceAll('-', '');
        const slip = digits.slice(0, place) + ((Number(digits[place]) + shift) % 10) + digits.slice(place + 1);
        expect(parseApplicationNumber(slip)).toBeUndefined();
        const swap = digits.slice(0, place) + digits[place + 1] + digits[place] + digits.slice(place + 2);
        expect(parseApplicationNumber(swap)).toBe(swap === digits ? made : undefined);
      }),
    );
  });

  test.each(['', '482', 'abc-def-ghi-jkl-mno', '482-093-755-618-80', '482-093-755-618-8044'])('%j is none', (text) => {
    expect(parseApplicationNumber(text)).toBeUndefined();
  });
});
