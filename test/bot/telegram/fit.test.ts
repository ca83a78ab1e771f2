import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitHtml, fitPlain } from '../../../src/bot/telegram/fit.ts';
import { parseHtml } from '../../../src/local-telegram/text/html.ts';

describe('a text in HTML', () => {
  test.each([
    ['that fits is left alone', '<b>abc</b> &amp;', 5, '<b>abc</b> &amp;'],
    ['is counted without its markup', '<b>abc</b>', 3, '<b>abc</b>'],
    ['cut inside a tag has it closed', '<b>abcdef</b>', 4, '<b>abc…</b>'],
    ['is not cut inside a reference', 'ab&amp;cd', 4, 'ab&amp;…'],
    ['cut inside two tags has both closed', '<b><i>abcdef</i></b>', 3, '<b><i>ab…</i></b>'],
    ['is not cut inside a character', 'a😀b😀', 4, 'a😀…'],
    ['that holds half a character holds a question mark instead', 'a\ud83d', 9, 'a\ufffd'],
  ])('%s', (_, html, limit, expected) => {
    expect(fitHtml(html, limit)).toBe(expected);
  });

  test('stays well-formed and within its limit, whatever is in it', () => {
    const piece = fc.oneof(
      fc
        .string({ unit: 'binary', maxLength: 30 })
        .map((text) => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)),
      fc.constantFrom('&amp;', '&lt;', '&gt;'),
    );
    const html = fc
      .array(fc.tuple(fc.constantFrom('b', 'i', 'code', 'pre'), piece, piece))
      .map((parts) => parts.map(([tag, inside, outside]) => `<${tag}>${inside}</${tag}>${outside}`).join(''));
    fc.assert(
      fc.property(html, fc.integer({ min: 1, max: 80 }), (text, limit) => {
        expect(parseHtml(fitHtml(text, limit)).text.length).toBeLessThanOrEqual(limit);
      }),
    );
  });
});

describe('a text without markup', () => {
  test.each([
    ['that fits is left alone', 'abc', 3, 'abc'],
    ['is cut with a sign that it goes on', 'abcd', 3, 'ab…'],
    ['is not cut inside a character', 'a😀b', 3, 'a…'],
  ])('%s', (_, text, limit, expected) => {
    expect(fitPlain(text, limit)).toBe(expected);
  });
});
