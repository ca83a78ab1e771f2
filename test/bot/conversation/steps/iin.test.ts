import { describe, expect, test } from '@jest/globals';
import { iin } from '../../../../src/bot/conversation/steps/iin.ts';
import { problem } from '../../../../src/contract/problems.ts';
import { nobodysIin } from '../../../support/backend.ts';
import { file, photo, someone, sticker, text, tryStep } from '../../../support/step.ts';

/** With a pass in hand, as after the right picture code. */
async function tryIin() {
  const step = tryStep(({ services }) => iin(services.people));
  const { pictureCodes } = step.backend.services;
  const created = await pictureCodes.create('telegram:1');
  if (!('value' in created)) throw new Error('no picture');
  const answered = await pictureCodes.answer('telegram:1', created.value.id, '10001');
  if (!('value' in answered)) throw new Error('no pass');
  const draft = { 'picture-code': answered.value };
  return { ...step, takes: (reply: Parameters<typeof step.takes>[0]) => step.takes(reply, draft) };
}

test('asks for twelve digits', async () => {
  expect((await (await tryIin()).asks()).words).toContain('12 digits');
});

describe('accepts', () => {
  test.each([
    ['twelve digits', '900101390002', 'Сынақ'],
    ['digits in groups', '900101 390 002', 'Сынақ'],
    ['digits with hyphens', '900101-390002', 'Сынақ'],
    ['a number with the second set of weights', '851231490804', 'Үлгі'],
    ['somebody with only a surname', '000229590406', 'Сынақ-Жалғызтегі'],
  ])('%s, and says that it looks it up', async (_, typed, surname) => {
    const { takes, progress } = await tryIin();
    expect(await takes(text(typed))).toMatchObject({ iin: typed.replace(/\D/g, ''), name: { surname } });
    expect(progress).toEqual(['⏳ Checking the IIN…']);
  });
});

describe('refuses', () => {
  test.each([
    ['letters', text('my iin'), 'An IIN has only digits. Please type the 12 digits.'],
    ['eleven digits', text('90010139000'), 'An IIN has exactly 12 digits. Please count and type it again.'],
    ['a slip', text('900101390003'), 'This number has a slip: its check digit does not fit.'],
    ['a number that is never issued', text('123456789011'), 'This number has a slip'],
    ['a photo', photo, 'Please type the IIN as text: 12 digits.'],
    ['a file', file('id.pdf', new Uint8Array(3)), 'Please type the IIN as text: 12 digits.'],
    [
      'somebody who is not in the database',
      text(nobodysIin),
      'apply to the Documentation Unit in your city Department',
    ],
  ])('%s', async (_, reply, words) => {
    expect(await (await tryIin()).takes(reply)).toContain(words);
  });

  test('a look-up beyond those that the picture opened, and asks for a new picture', async () => {
    const { takes, backend } = await tryIin();
    for (let lookUp = 0; lookUp < backend.lookUps; lookUp++) await takes(text(nobodysIin));
    expect(await takes(text('900101390002'))).toEqual({
      because: 'For the next look-up please type the digits of a new picture first.',
      forget: ['picture-code'],
    });
  });

  test('anything while the database does not answer, and says to try again', async () => {
    const { takes, backend } = await tryIin();
    backend.refuse.set('people', problem('people-unavailable'));
    expect(await takes(text('900101390002'))).toContain('Your answers are kept');
  });
});

test('says of a sticker and of a video that a photo is wanted', async () => {
  const never = () => Promise.reject(new Error('nothing is read'));
  const { takes } = tryStep(({ services }) => iin(services.people, { card: never, form: never }));
  expect(await takes(sticker, {})).toContain('A sticker has no number on it.');
  expect(await takes({ kind: 'other', sort: 'video' }, {})).toContain('I cannot read videos.');
});

test('is masked on the review', async () => {
  expect(await (await tryIin()).summary({ iin: someone })).toBe('IIN: 9001****0002');
});
