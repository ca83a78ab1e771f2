import { describe, expect, test } from '@jest/globals';
import { city } from '../../../../src/bot/conversation/steps/city.ts';
import { regions } from '../../../support/backend.ts';
import { choice, sticker, tryStep } from '../../../support/step.ts';

const tryCity = () => tryStep(({ services }) => city(services.regions));
const draft = { region: 'KZ-63' };

test('asks with the cities of the region', async () => {
  expect((await tryCity().asks(draft)).labels).toEqual(['Oskemen', 'Ridder']);
});

test('accepts a city of the region', async () => {
  expect(await tryCity().takes(choice('ridder'), draft)).toBe('ridder');
  expect(await tryCity().summary({ ...draft, city: 'ridder' })).toBe('City: Ridder');
});

describe('refuses', () => {
  test.each([
    ['a city of another region', choice('astana')],
    ['a sticker', sticker],
  ])('%s', async (_, reply) => {
    expect(await tryCity().takes(reply, draft)).toBe('Please choose from the list, or type a part of the name.');
  });

  test('any while the region is no longer on the list, and asks for a region', async () => {
    const { takes, backend } = tryCity();
    backend.regions = regions.filter(({ code }) => code !== 'KZ-63');
    expect(await takes(choice('ridder'), draft)).toMatchObject({ forget: ['region'] });
  });
});
