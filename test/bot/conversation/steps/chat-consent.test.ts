import { describe, expect, test } from '@jest/globals';
import { CHAT_CONSENT_VERSION, chatConsent } from '../../../../src/bot/conversation/steps/chat-consent.ts';
import { choice, now, text, tryStep } from '../../../support/step.ts';

const { asks, takes } = tryStep(() => chatConsent);

test('asks only those who want the bot to make the key', () => {
  expect(chatConsent.applies({ 'key-storage': 'chat' })).toBe(true);
  expect(chatConsent.applies({ 'key-storage': 'this-device' })).toBe(false);
  expect(chatConsent.applies({})).toBe(false);
});

test('asks with both risks named, and stays to be read', async () => {
  const { words, labels } = await asks();
  expect(words).toContain('not end-to-end encrypted');
  expect(words).toContain('must not make its subscribers’ keys');
  expect(labels).toEqual(['I understand the risk, make the key here']);
  expect(chatConsent.stays).toBe(true);
});

describe('accepts', () => {
  test('the button, and records what was agreed to and when', async () => {
    expect(await takes(choice('agree'))).toEqual({ version: CHAT_CONSENT_VERSION, agreedAt: now.toISOString() });
  });
});

describe('refuses', () => {
  test.each([
    ['a text', text('yes')],
    ['another code', choice('no')],
  ])('%s', async (_, reply) => {
    expect(await takes(reply)).toBe('Please press one of the buttons below.');
  });
});
