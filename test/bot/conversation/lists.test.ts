import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestTelegram, type TestTelegram } from '../../support/chat.ts';

let local: TestTelegram;
beforeAll(async () => {
  local = await startTestTelegram();
});
afterAll(() => local.close());
afterEach(() => expect(local.problems()).toEqual([]));

describe('a place typed instead of pressed', () => {
  test.each([
    ['in Russian', 'область Абай', 'In which city'],
    ['in Kazakh', 'Абай облысы', 'In which city'],
    ['in capitals', 'ASTANA', 'In which city'],
    ['a part of it', 'east', 'In which city'],
    ['by an alias', 'нур-султан', 'In which city'],
    ['Kazakh on a Russian keyboard', 'шыгыс казакстан', 'In which city'],
  ])('is found: %s', async (_, typed, next) => {
    const chat = local.chat();
    await chat.comesTo('region');
    await chat.says(typed);
    expect(chat.last).toContain(next);
    expect(chat.messages.at(-2)?.text).toMatch(/^✅ Region: /);
  });

  test.each(['Оскемен', 'өскемен', 'усть каменогорск'])('is found among the cities: %s', async (typed) => {
    const chat = local.chat();
    await chat.comesTo('region');
    await chat.presses('East Kazakhstan');
    await chat.says(typed);
    expect(chat.state.draft.city).toBe('oskemen');
  });

  test('that fits several is asked about, and the list shows only those', async () => {
    const chat = local.chat();
    await chat.comesTo('region');
    await chat.says('region');
    expect(chat.last).toContain('Several names contain “region”.');
    expect(chat.buttons).toEqual(['East Kazakhstan Region', 'Abai Region', '‹ Back', '✕ Cancel']);
    await chat.presses('Abai Region');
    expect(chat.last).toContain('In which city');
  });

  test('that fits none is said, and the whole list comes', async () => {
    const chat = local.chat();
    await chat.comesTo('region');
    await chat.says('Атлантида <b>');
    expect(chat.last).toContain('Nothing in the list contains “Атлантида <b>”.');
    expect(chat.buttons).toContain('Astana');
  });

  test('cut in the middle of a character is still UTF-8', async () => {
    const chat = local.chat();
    await chat.comesTo('region');
    await chat.says(`${'x'.repeat(39)}😀😀`);
    expect(chat.last).toContain('Nothing in the list contains');
  });
});

describe('a long list', () => {
  test('is turned page by page in the same message, and comes round', async () => {
    const chat = local.chat();
    await chat.comesTo('city');
    const message = chat.messages.at(-1)?.message_id;
    expect(chat.buttons).toHaveLength(8 + 3 + 2);
    await chat.presses('›');
    expect(chat.messages.at(-1)?.message_id).toBe(message);
    expect(chat.buttons.slice(0, 5)).toEqual(['Town 5', 'Town 6', '‹', '2 / 2', '›']);
    await chat.presses('2 / 2');
    await chat.presses('›');
    expect(chat.buttons[0]).toBe('Semey');
    await chat.presses('‹');
    await chat.presses('Town 6');
    expect(chat.last).toContain('Domain name');
  });
});

test('a region that the operator takes off the list in between is asked for again', async () => {
  const chat = local.chat();
  await chat.comesTo('city');
  chat.backend.regions = chat.backend.regions.filter(({ code }) => code !== 'KZ-10');
  await chat.presses('Semey');
  expect(chat.last).toMatch(/no longer confirmed[\s\S]*Where will you confirm/);
});
