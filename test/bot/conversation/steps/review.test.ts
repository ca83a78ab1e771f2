import { describe, expect, test } from '@jest/globals';
import { review } from '../../../../src/bot/conversation/steps/review.ts';
import { choice, sticker, text, tryStep } from '../../../support/step.ts';

const { asks, takes } = tryStep(() => review);

test('asks to check everything', async () => {
  const { words, labels } = await asks();
  expect(words).toContain('Please check everything');
  expect(labels).toEqual(['✅ Submit the application']);
});

test('accepts the button', async () => {
  expect(await takes(choice('submit'))).toBe('submitted');
});

describe('refuses', () => {
  test.each([
    ['a text', text('submit')],
    ['a sticker', sticker],
  ])('%s', async (_, reply) => {
    expect(await takes(reply)).toBe('Please press one of the buttons below.');
  });
});

test('is never taken from what was stored: a submission is a press', () => {
  expect(review.restore('submitted')).toBeUndefined();
});
