import { describe, expect, test } from '@jest/globals';
import { email } from '../../../../src/bot/conversation/steps/email.ts';
import { addressOf, choice, sticker, text, tryStep } from '../../../support/step.ts';

const { asks, takes, summary } = tryStep(() => email);

test('asks with the warning about slips, and can be skipped', async () => {
  const { words, labels } = await asks();
  expect(words).toContain('a mistyped address loses it silently');
  expect(labels).toEqual(['Skip']);
});

describe('accepts', () => {
  test.each([
    ['an address', 'applicant@example.kz', 'applicant@example.kz'],
    ['an address with spaces around', '  applicant@example.kz ', 'applicant@example.kz'],
    ['a host in capitals', 'Applicant@EXAMPLE.KZ', 'Applicant@example.kz'],
    ['a host in Kazakh letters', 'a@мысал.қаз', 'a@xn--80awbu3c.xn--80ao21a'],
  ])('%s', async (_, typed, address) => {
    expect(await takes(text(typed))).toEqual({ address });
  });

  test('that there is none', async () => {
    expect(await takes(choice('skip'))).toEqual({ address: null });
    expect(await summary({ email: { address: null } })).toBe('E-mail: none');
  });
});

describe('refuses', () => {
  test.each([
    ['no address', text('no'), 'This does not look like an address.'],
    ['two addresses', text('a@b.kz, c@d.kz'), 'This does not look like an address.'],
    ['Cyrillic letters before the @', text('айгерім@example.kz'), 'Before the @ only Latin letters'],
    ['a very long address', text(`${'a'.repeat(65)}@example.kz`), 'This address is too long'],
    ['a sticker', sticker, 'Please type the address as text, or press “Skip”.'],
  ])('%s', async (_, reply, words) => {
    expect(await takes(reply)).toContain(words);
  });
});

test('shows on the review what was chosen after the hint', async () => {
  const draft = {
    email: { address: addressOf('a@gmial.com') },
    'email-check': { address: addressOf('a@gmail.com') },
  };
  expect(await summary(draft)).toBe('E-mail: a@gmail.com');
});
