import { describe, expect, test } from '@jest/globals';
import { keyStorage } from '../../../../src/bot/conversation/steps/key-storage.ts';
import { choice, text, tryStep } from '../../../support/step.ts';

const { asks, takes } = tryStep(() => keyStorage({ isChatOffered: false }));
const withChat = tryStep(() => keyStorage({ isChatOffered: true }));

test('asks with the ways to make a key, the one in the own browser first', async () => {
  const { words, labels } = await asks();
  expect(words).toContain('The private key is made and kept by you');
  expect(labels).toEqual(['🔑 On this device (recommended)', '☕ Java key store', 'My own key and request (CSR)']);
});

test('offers a key made by the bot last, with a warning, and only where the operator wants it', async () => {
  const { words, labels } = await withChat.asks();
  expect(words).toContain('Made by the bot: ⚠️ insecure');
  expect(labels.at(-1)).toBe('⚠️ Made by the bot (last resort)');
  expect(labels).toHaveLength(4);
  expect(await withChat.takes(choice('chat'))).toBe('chat');
});

describe('accepts', () => {
  test('the button', async () => {
    expect(await takes(choice('own-csr'))).toBe('own-csr');
  });
});

describe('refuses', () => {
  test('a key made by the bot where it is not offered, now or in a former draft', async () => {
    expect(await takes(choice('chat'))).toBe('Please press one of the buttons below.');
    expect(keyStorage({ isChatOffered: false }).restore('chat')).toBeUndefined();
    expect(keyStorage({ isChatOffered: true }).restore('chat')).toBe('chat');
  });

  test('a text', async () => {
    expect(await takes(text('own'))).toBe('Please press one of the buttons below.');
  });
});
