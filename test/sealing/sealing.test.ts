import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createSealing } from '../../src/sealing/sealing.ts';

const sealing = createSealing(new Uint8Array(32).fill(7));
const other = createSealing(new Uint8Array(32).fill(8));

describe('a sealed value', () => {
  test('is opened again, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.string(), (value, context) => {
        const json = JSON.parse(JSON.stringify(value));
        expect(sealing.open(sealing.seal(json, context), context)).toEqual(json);
      }),
    );
  });

  test('is never the same twice, and shows nothing of what is in it', () => {
    const iin = '900101390002'; // synthetic
    const [one, two] = [sealing.seal(iin, 'draft:1'), sealing.seal(iin, 'draft:1')];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false);
    expect(Buffer.from(one).toString('latin1')).not.toContain(iin);
  });

  test('does not open for another row, with another key, or with one bit changed', () => {
    const sealed = sealing.seal({ iin: '900101390002' }, 'draft:1');
    expect(() => sealing.open(sealed, 'draft:2')).toThrow();
    expect(() => other.open(sealed, 'draft:1')).toThrow();
    fc.assert(
      fc.property(fc.nat({ max: sealed.length * 8 - 1 }), (bit) => {
        const changed = Uint8Array.from(sealed, (byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
        expect(() => sealing.open(changed, 'draft:1')).toThrow();
      }),
    );
  });
});

test('a fingerprint finds equal texts and depends on the key', () => {
  expect(sealing.fingerprint('900101390002')).toBe(sealing.fingerprint('900101390002'));
  expect(sealing.fingerprint('900101390002')).not.toBe(sealing.fingerprint('900101390307'));
  expect(sealing.fingerprint('900101390002')).not.toBe(other.fingerprint('900101390002'));
});
