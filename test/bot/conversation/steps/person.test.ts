import { describe, expect, test } from '@jest/globals';
import { person } from '../../../../src/bot/conversation/steps/person.ts';
import { choice, someone, sticker, text, tryStep } from '../../../support/step.ts';

const { asks, takes, summary } = tryStep(() => person);
const draft = { iin: someone };

test('asks with the name that was found and the masked IIN', async () => {
  const { words, labels } = await asks(draft);
  expect(words).toMatch(/Сынақ Тест[\s\S]*9001\*\*\*\*0002[\s\S]*Is this you\?/);
  expect(labels).toEqual(['Yes, it is me', 'No']);
});

test('accepts yes', async () => {
  expect(await takes(choice('yes'), draft)).toBe('confirmed');
  expect(await summary({ ...draft, person: 'confirmed' })).toBe('Name: Сынақ Тест');
});

test('takes no for a slip in the IIN, which is asked again', async () => {
  expect(await takes(choice('no'), draft)).toEqual({
    because: 'Then there is a slip in the IIN. Please type it again.',
    forget: ['iin'],
  });
});

describe('refuses', () => {
  test.each([
    ['a typed yes', text('yes')],
    ['a sticker', sticker],
  ])('%s', async (_, reply) => {
    expect(await takes(reply, draft)).toBe('Please press one of the buttons below.');
  });
});
