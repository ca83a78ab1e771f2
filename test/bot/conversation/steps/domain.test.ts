import { describe, expect, test } from '@jest/globals';
import { domain } from '../../../../src/bot/conversation/steps/domain.ts';
import { choice, domainOf, sticker, text, tryStep } from '../../../support/step.ts';

const { asks, takes, summary } = tryStep(() => domain);

test('asks with examples', async () => {
  expect((await asks()).words).toMatch(/example\.kz[\s\S]*мысал\.қаз[\s\S]*\*\.example\.kz/);
});

describe('accepts', () => {
  test.each([
    ['a name', 'alatau.kz', 'alatau.kz'],
    ['a name in capitals', 'ALATAU.KZ', 'alatau.kz'],
    ['an address of a page', 'https://alatau.kz/page?x#y', 'alatau.kz'],
    ['a name in Kazakh letters', 'мысал.қаз', 'xn--80awbu3c.xn--80ao21a'],
    ['a wildcard', '*.alatau.kz', '*.alatau.kz'],
    ['a name below a common suffix', 'alatau.com.kz', 'alatau.com.kz'],
  ])('%s', async (_, typed, ascii) => {
    expect(await takes(text(typed))).toMatchObject({ ascii });
  });
});

describe('refuses', () => {
  test.each([
    ['two words', 'ala tau.kz', 'This is not a domain name.'],
    ['an IPv4 address', '192.168.0.1', 'This is an IP address.'],
    ['an IPv6 address', '2001:db8::1', 'This is an IP address.'],
    ['an underscore', 'foo_bar.kz', 'A domain name has no underscore'],
    ['a dot at the end', 'alatau.kz.', 'leave out the dot'],
    ['two dots', 'a..kz', 'A part between two dots is empty'],
    ['a label over 63', `${'a'.repeat(64)}.kz`, 'longer than 63'],
    ['a name over 253', `${'a'.repeat(50)}.`.repeat(5) + 'kz', 'longer than 253'],
    ['an internal name', 'server.local', 'in no public registry'],
    ['a suffix', 'com.kz', 'it belongs to no one alone'],
    ['a star inside', 'a.*.kz', 'The star may stand only'],
    ['a star upon a suffix', '*.com.kz', 'The star may stand only'],
    ['mixed letters', 'бiл.kz', 'mixes Latin and Cyrillic'],
  ])('%s', async (_, typed, words) => {
    expect(await takes(text(typed))).toContain(words);
  });

  test.each([
    ['a sticker', sticker],
    ['a button of another question', choice('x')],
  ])('%s', async (_, reply) => {
    expect(await takes(reply)).toBe('Please type the domain name as text.');
  });
});

describe('shows on the review', () => {
  test.each([
    ['one spelling where there is one', 'alatau.kz', 'Domain: alatau.kz'],
    ['both spellings of a name in Kazakh letters', 'мысал.қаз', 'Domain: мысал.қаз (xn--80awbu3c.xn--80ao21a)'],
  ])('%s', async (_, name, line) => {
    expect(await summary({ domain: domainOf(name) })).toBe(line);
  });
});

describe('what was stored', () => {
  test.each([
    ['a name as it is read today', domainOf('мысал.қаз'), true],
    ['a name that is none', { ascii: '"; rm -rf /', unicode: 'x', wildcard: false }, false],
    ['two spellings of different names', { ...domainOf('alatau.kz'), unicode: 'other.kz' }, false],
    ['a mere text', 'alatau.kz', false],
  ])('holds for %s: %p', (_, stored, holds) => {
    expect(domain.restore(stored) !== undefined).toBe(holds);
  });
});
