import { describe, expect, test } from '@jest/globals';
import { service } from '../../../../src/bot/conversation/steps/service.ts';
import { choice, file, photo, sticker, text, tryStep } from '../../../support/step.ts';

const { asks, takes } = tryStep(() => service);

test('asks with what is needed, what comes of it, and one button', async () => {
  const { words, labels } = await asks();
  expect(words).toMatch(/IIN[\s\S]*domain name[\s\S]*Registration Authority[\s\S]*Browsers do not know/);
  expect(labels).toEqual(['Submit an application']);
});

test('accepts the button', async () => {
  expect(await takes(choice('apply'))).toBe('ssl-individual');
});

describe('refuses', () => {
  test.each([
    ['a text', text('yes')],
    ['a sticker', sticker],
    ['a photo', photo],
    ['a file', file('a.txt', new Uint8Array(1))],
  ])('%s', async (_, reply) => {
    expect(await takes(reply)).toBe('Please press one of the buttons below.');
  });
});
