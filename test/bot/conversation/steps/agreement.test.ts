import { describe, expect, test } from '@jest/globals';
import { AGREEMENT_VERSION, agreement } from '../../../../src/bot/conversation/steps/agreement.ts';
import { choice, now, sticker, text, tryStep } from '../../../support/step.ts';

const { asks, takes } = tryStep(() => agreement);

test('asks with what is processed and why, its version, and a link to the authority’s own terms', async () => {
  const { words, labels, link } = await asks();
  expect(words).toContain(AGREEMENT_VERSION);
  expect(words).toMatch(/we process: your IIN[\s\S]*Why:[\s\S]*destroyed/);
  expect(link?.url).toBe('https://pki.gov.kz');
  expect(labels).toEqual(['I have read it and agree']);
});

test('accepts the button, and records the version and the moment', async () => {
  expect(await takes(choice('agree'))).toEqual({ version: AGREEMENT_VERSION, agreedAt: now.toISOString() });
});

describe('refuses', () => {
  test.each([
    ['a typed yes', text('I agree')],
    ['a sticker', sticker],
  ])('%s', async (_, reply) => {
    expect(await takes(reply)).toBe('Please press one of the buttons below.');
  });
});

describe('what was stored', () => {
  test.each([
    ['this version', { version: AGREEMENT_VERSION, agreedAt: now.toISOString() }, true],
    ['another version', { version: '2020-01', agreedAt: now.toISOString() }, false],
    ['no moment', { version: AGREEMENT_VERSION }, false],
    ['a mere yes', true, false],
  ])('holds for %s: %p', (_, stored, holds) => {
    expect(agreement.restore(stored) !== undefined).toBe(holds);
  });
});
