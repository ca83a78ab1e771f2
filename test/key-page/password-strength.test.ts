import { describe, expect, test } from '@jest/globals';
import { parseKeyPassword } from '../../src/domain/key-password.ts';
import { strengthOf } from '../../src/key-page/password-strength.ts';
import { suggestPassword } from '../../src/key-page/suggest-password.ts';

describe('the hint beside a new password', () => {
  test.each([
    ['aaaaa1', 'weak'],
    ['abc123', 'weak'],
    ['Qwerty123', 'weak'],
    ['Almaty2024', 'weak'],
    ['Password1!', 'weak'],
    ['Aigerim1990', 'weak'],
    ['x7#Kq2', 'weak'],
    ['x7#Kq2!z', 'fair'],
    ['x7#Kq2!zTw', 'good'],
    ['Tau#7kZ!q9_mW2x', 'strong'],
  ])('calls %s %s', (password, strength) => expect(strengthOf(password)).toBe(strength));

  test('is the best for every password that the page suggests, and the guide allows them', () => {
    const suggested = Array.from({ length: 200 }, suggestPassword);
    expect(new Set(suggested).size).toBe(200);
    for (const password of suggested) {
      expect(parseKeyPassword(password)).toEqual({ value: password });
      expect(strengthOf(password)).toBe('strong');
    }
  });
});
