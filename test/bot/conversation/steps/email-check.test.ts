import { describe, expect, test } from '@jest/globals';
import { emailCheck } from '../../../../src/bot/conversation/steps/email-check.ts';
import { addressOf, choice, text, tryStep } from '../../../support/step.ts';

const { asks, takes } = tryStep(() => emailCheck);
const draft = { email: { address: addressOf('a@gmial.com') } };

describe('applies', () => {
  test.each([
    ['a slip in a common provider’s name', 'a@gmial.com', true],
    ['a common provider', 'a@mail.ru', false],
    ['another host', 'a@example.kz', false],
  ])('to %s: %s %p', (_, address, applies) => {
    expect(emailCheck.applies({ email: { address: addressOf(address) } })).toBe(applies);
  });

  test('to nobody who has skipped the address', () => {
    expect(emailCheck.applies({ email: { address: null } })).toBe(false);
  });
});

test('asks which of the two was meant', async () => {
  const { words, labels } = await asks(draft);
  expect(words).toMatch(/a@gmial\.com[\s\S]*a@gmail\.com/);
  expect(labels).toEqual(['Yes: a@gmail.com', 'No, keep a@gmial.com']);
});

test.each([
  ['likely', 'a@gmail.com'],
  ['typed', 'a@gmial.com'],
])('accepts %s', async (code, address) => {
  expect(await takes(choice(code), draft)).toEqual({ address });
});

test('refuses a text', async () => {
  expect(await takes(text('yes'), draft)).toBe('Please press one of the buttons below.');
});
