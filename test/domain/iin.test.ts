import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maskIin, parseIin } from '../../src/domain/iin.ts';

// Synthetic numbers: no person has them.
const valid = [
  '900101390002',
  '851231490007',
  '000229590003',
  '980109090001',
  '900101390307',
  '851231490804',
  '000229590406',
];

describe('an IIN', () => {
  test.each(valid)('%s holds by the first or the second set of weights', (iin) => {
    expect(parseIin(iin)).toEqual({ value: iin });
  });

  test.each([
    ['900101390003', 'iin-checksum'],
    ['123456789011', 'iin-checksum'],
    ['90010139000', 'iin-length'],
    ['9001013900022', 'iin-length'],
    ['90010139000O', 'iin-digits'],
    ['', 'iin-digits'],
    ['девять', 'iin-digits'],
    ['９００１０１３９０００２', 'iin-digits'],
  ])('%s is refused: %s', (text, because) => {
    expect(parseIin(text)).toEqual({ because });
  });

  test('may be typed with spaces and hyphens', () => {
    expect(parseIin(' 900101 390-002\u00a0')).toEqual({ value: '900101390002' });
  });

  test('never throws, whatever was typed', () => {
    fc.assert(
      fc.property(
        fc.string(),
        (text) =>
          'value' in parseIin(text) === /^\d{12}$/.test(text.replace(/[\s-]/g, '')) || 'because' in parseIin(text),
      ),
    );
  });

  test('is shown with its middle hidden', () => {
    expect(maskIin('900101390002')).toBe('9001****0002');
  });
});
