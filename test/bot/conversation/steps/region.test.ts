import { describe, expect, test } from '@jest/globals';
import { region } from '../../../../src/bot/conversation/steps/region.ts';
import { choice, sticker, text, tryStep } from '../../../support/step.ts';

const tryRegion = () => tryStep(({ services }) => region(services.regions));

test('asks with all regions in the reader’s language', async () => {
  const { labels } = await tryRegion().asks();
  expect(labels).toEqual(['East Kazakhstan Region', 'Abai Region', 'Astana']);
});

test('accepts a region of the list', async () => {
  expect(await tryRegion().takes(choice('KZ-10'))).toBe('KZ-10');
  expect(await tryRegion().summary({ region: 'KZ-10' })).toBe('Region: Abai Region');
});

describe('refuses', () => {
  test.each([
    ['a region that is not in it', choice('KZ-99')],
    ['a text that is no region', text('Abai')],
    ['a sticker', sticker],
  ])('%s', async (_, reply) => {
    expect(await tryRegion().takes(reply)).toBe('Please choose from the list, or type a part of the name.');
  });
});
