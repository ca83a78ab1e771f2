import { describe, expect, test } from '@jest/globals';
import { type EmailAddress, likelyAddress, parseEmailAddress } from '../../src/domain/email-address.ts';

describe('an e-mail address', () => {
  test.each([
    ['Someone@Example.KZ', 'Someone@example.kz'],
    [' mailto:a.b+c@mail.example.kz ', 'a.b+c@mail.example.kz'],
    ['ivan@пример.қаз', 'ivan@xn--e1afmkfd.xn--80ao21a'],
  ])('%s is read as %s', (text, value) => {
    expect(parseEmailAddress(text)).toEqual({ value });
  });

  test.each([
    ['nobody', 'email-form'],
    ['@example.kz', 'email-form'],
    ['a@b', 'email-form'],
    ['a@example.kz, b@example.kz', 'email-form'],
    ['a..b@example.kz', 'email-form'],
    ['"a b"@example.kz', 'email-form'],
    ['a@example.kz\r\nBcc: b@example.kz', 'email-form'],
    ['a@[127.0.0.1]', 'email-form'],
    ['a@127.0.0.1', 'email-form'],
    ['иван@example.kz', 'email-local-letters'],
    [`${'a'.repeat(65)}@example.kz`, 'email-length'],
  ])('%j is refused: %s', (text, because) => {
    expect(parseEmailAddress(text)).toEqual({ because });
  });

  test.each([
    ['someone@gmial.com', 'someone@gmail.com'],
    ['someone@gmail.con', 'someone@gmail.com'],
    ['someone@mail.ru', undefined],
    ['someone@mail.kz', undefined],
    ['someone@yandex.rru', 'someone@yandex.ru'],
    ['someone@example.kz', undefined],
  ])('for %s the hint is %s', (address, likely) => {
    expect(likelyAddress(address as EmailAddress)).toBe(likely);
  });
});
