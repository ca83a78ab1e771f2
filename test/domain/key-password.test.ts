import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseKeyPassword } from '../../src/domain/key-password.ts';

const specials = '#$^+=!*()@%&_?-.';

describe('a key password', () => {
  test.each([
    'abcde1',
    'ABCDE1',
    'Aa1#$^',
    `a1${specials}ABCDEFGHIJKLMN`,
    '1a----',
    '000000z',
    'a'.repeat(31).concat('0'),
  ])('%s is accepted', (text) => expect(parseKeyPassword(text)).toEqual({ value: text }));

  test.each([
    ['', { because: 'password-short' }],
    ['abc12', { because: 'password-short' }],
    ['a1'.repeat(16).concat('b'), { because: 'password-long' }],
    ['123456', { because: 'password-no-letter' }],
    ['123#$%', { because: 'password-no-letter' }],
    ['abcdef', { because: 'password-no-digit' }],
    ['Abc#$%', { because: 'password-no-digit' }],
    ['abc 12', { because: 'password-character', character: ' ' }],
    ['abcd12 ', { because: 'password-character', character: ' ' }],
    ['abсd12', { because: 'password-character', character: 'с' }], // Cyrillic
    ['құпия1', { because: 'password-character', character: 'қ' }],
    ['abcd1😀', { because: 'password-character', character: '😀' }],
    ['abcd1٣', { because: 'password-character', character: '٣' }], // an Arabic digit
    ['abcd12\n', { because: 'password-character', character: '\n' }],
  ])('%j is refused: %j', (text, refusal) => expect(parseKeyPassword(text)).toEqual(refusal));

  test('of the 33 ASCII marks, exactly the 16 of the guide are allowed', () => {
    const marks = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter(
      (each) => !/[a-z0-9]/i.test(each),
    );
    const allowed = marks.filter((each) => 'value' in parseKeyPassword(`abcd1${each}`));
    expect(new Set(allowed)).toEqual(new Set(specials));
  });

  test('whatever is accepted is 6 to 32 printable ASCII characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const parsed = parseKeyPassword(text);
        if ('value' in parsed) expect(parsed.value).toMatch(/^[!-~]{6,32}$/);
      }),
    );
  });
});
