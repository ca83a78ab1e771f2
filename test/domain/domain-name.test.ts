import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseDomainName } from '../../src/domain/domain-name.ts';

describe('a domain name', () => {
  test.each([
    ['example.kz', 'example.kz', 'example.kz'],
    ['  HTTPS://Example.KZ/path?x#y ', 'example.kz', 'example.kz'],
    ['shop.com.kz', 'shop.com.kz', 'shop.com.kz'],
    ['пример.қаз', 'xn--e1afmkfd.xn--80ao21a', 'пример.қаз'],
    ['біл.қаз', 'xn--90au4f.xn--80ao21a', 'біл.қаз'],
    ['xn--e1afmkfd.xn--80ao21a', 'xn--e1afmkfd.xn--80ao21a', 'пример.қаз'],
    ['пример.com', 'xn--e1afmkfd.com', 'пример.com'],
    ['*.example.kz', '*.example.kz', '*.example.kz'],
    ['a-1.b.example.kz', 'a-1.b.example.kz', 'a-1.b.example.kz'],
  ])('%s is read as %s', (text, ascii, unicode) => {
    expect(parseDomainName(text)).toEqual({ value: { ascii, unicode, wildcard: ascii.startsWith('*') } });
  });

  test.each([
    ['', 'domain-form'],
    ['two words.kz', 'domain-form'],
    ['someone@example.kz', 'domain-form'],
    ['foo_bar.kz', 'domain-underscore'],
    ['a..kz', 'domain-label'],
    ['-a.kz', 'domain-label'],
    ['a-.kz', 'domain-label'],
    [`${'a'.repeat(64)}.kz`, 'domain-label'],
    [`${'a.'.repeat(126)}kz`, 'domain-length'],
    ['192.168.0.1', 'domain-address'],
    ['2001:db8::1', 'domain-address'],
    ['0x7f.1', 'domain-address'],
    ['example.kz.', 'domain-trailing-dot'],
    ['localhost', 'domain-internal'],
    ['server.local', 'domain-internal'],
    ['srv.corp', 'domain-internal'],
    ['kz', 'domain-suffix'],
    ['com.kz', 'domain-suffix'],
    ['қаз', 'domain-suffix'],
    ['*.com.kz', 'domain-wildcard'],
    ['a.*.kz', 'domain-wildcard'],
    ['**.example.kz', 'domain-wildcard'],
    ['бiл.қаз', 'domain-mixed-letters'],
    ['pаypal.kz', 'domain-mixed-letters'],
  ])('%s is refused: %s', (text, because) => {
    expect(parseDomainName(text)).toEqual({ because });
  });

  test('that is accepted is accepted again in both spellings, and has only letters of host names', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.domain(), fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[а-яәғқңөұүһі]{1,20}\.(kz|қаз)$/)),
        (text) => {
          const parsed = parseDomainName(text);
          if ('because' in parsed) return;
          expect(parsed.value.ascii).toMatch(/^(\*\.)?([a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/);
          expect(parseDomainName(parsed.value.ascii)).toEqual(parsed);
        },
      ),
    );
  });
});
