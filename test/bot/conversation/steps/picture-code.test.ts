import { describe, expect, test } from '@jest/globals';
import { pictureCode } from '../../../../src/bot/conversation/steps/picture-code.ts';
import { problem } from '../../../../src/contract/problems.ts';
import { rightCode } from '../../../support/backend.ts';
import { choice, photo, sticker, text, tryStep } from '../../../support/step.ts';

const tryPictureCode = () => tryStep(({ services }) => pictureCode(services.pictureCodes));

describe('asks', () => {
  test('with a new picture each time, and remembers which', async () => {
    const { asks } = tryPictureCode();
    const [first, second] = [await asks(), await asks()];
    expect(first).toMatchObject({ words: 'Please type the digits in the picture.', memo: 'picture-1' });
    expect(first.picture?.length).toBeGreaterThan(0);
    expect(second.memo).toBe('picture-2');
    expect(second.labels).toEqual(['🔄 Another picture']);
  });

  test('for patience and offers another try when the backend gives no picture', async () => {
    const { asks, backend } = tryPictureCode();
    backend.refuse.set('pictures', problem('too-many-tries', { retryAfter: 240 }));
    const { words, labels, picture, memo } = await asks();
    expect(words).toBe('Too many tries. Please wait 4 minutes and try again.');
    expect(labels).toEqual(['🔄 Another picture']);
    expect([picture, memo]).toEqual([undefined, undefined]);
  });
});

describe('accepts', () => {
  test.each([
    ['the digits', (code: string) => code],
    ['the digits with spaces', (code: string) => [...code].join(' ')],
  ])('%s', async (_, typed) => {
    const { asks, takes } = tryPictureCode();
    const { memo = '' } = await asks();
    expect(await takes(text(typed(rightCode(memo))), {}, memo)).toEqual({ pass: 'pass-picture-1' });
  });
});

describe('refuses', () => {
  test.each([
    ['wrong digits', text('999999'), 'The digits do not match.'],
    ['letters', text('abc'), 'The digits do not match.'],
    ['a photo', photo, 'Please type the digits as text.'],
    ['a sticker', sticker, 'Please type the digits as text.'],
  ])('%s', async (_, reply, words) => {
    const { asks, takes } = tryPictureCode();
    const { memo = '' } = await asks();
    expect(await takes(reply, {}, memo)).toBe(words);
  });

  test('a second answer to the same picture', async () => {
    const { asks, takes } = tryPictureCode();
    const { memo = '' } = await asks();
    await takes(text('999999'), {}, memo);
    expect(await takes(text(rightCode(memo)), {}, memo)).toBe('That picture is out of date or was used before.');
  });
});

describe('asks again without a complaint', () => {
  test('when another picture is wanted', async () => {
    const { asks, takes } = tryPictureCode();
    const { memo = '' } = await asks();
    expect(await takes(choice('another'), {}, memo)).toEqual({ again: true });
  });

  test('when there was no picture to answer', async () => {
    const { takes } = tryPictureCode();
    expect(await takes(text('100001'))).toEqual({ again: true });
  });
});
