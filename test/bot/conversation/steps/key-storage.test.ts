import { describe, expect, test } from '@jest/globals';
import { keyStorage } from '../../../../src/bot/conversation/steps/key-storage.ts';
import { choice, text, tryStep } from '../../../support/step.ts';

const { asks, takes } = tryStep(() => keyStorage);

test('asks with the ways to make a key, the one in the own browser first', async () => {
  const { words, labels } = await asks();
  expect(words).toContain('The private key is made and kept by you');
  expect(labels).toEqual(['🔑 On this device (recommended)', '☕ Java key store', 'My own key and request (CSR)']);
});

describe('accepts', () => {
  test('the button', async () => {
    expect(await takes(choice('own-csr'))).toBe('own-csr');
  });
});

describe('refuses', () => {
  test('a text', async () => {
    expect(await takes(text('own'))).toBe('Please press one of the buttons below.');
  });
});
