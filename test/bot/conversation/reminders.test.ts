import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { DRAFT_DAYS, startTestTelegram, type TestTelegram } from '../../support/chat.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

let local: TestTelegram;
beforeAll(async () => {
  local = await startTestTelegram();
});
afterAll(() => local.close());
afterEach(() => expect(local.problems()).toEqual([]));

describe('a draft that lies', () => {
  test('is reminded of after a day, once, and the question stays open', async () => {
    const chat = local.chat();
    await chat.comesTo('domain');
    const left = chat.now;
    expect(chat.wakeAt?.getTime()).toBe(left.getTime() + DAY_MS);
    await chat.wakes();
    expect(chat.last).toBe('📝 Your application is not finished yet. The draft is kept until 29 November 2026.');
    expect(chat.wakeAt?.getTime()).toBe(left.getTime() + DRAFT_DAYS * DAY_MS);
    await chat.says('alatau.kz');
    expect(chat.last).toContain('Key storage');
    expect(chat.wakeAt?.getTime()).toBe(chat.now.getTime() + DAY_MS);
  });

  test('goes on from the reminder', async () => {
    const chat = local.chat();
    await chat.comesTo('domain');
    await chat.wakes();
    await chat.presses('Continue the application');
    expect(chat.last).toContain('Domain name');
  });

  test('is deleted at its end with all that was personal, even what found no answer', async () => {
    const chat = local.chat();
    await chat.comesTo('iin');
    chat.backend.down.add('people');
    await chat.says('900101390002');
    expect(JSON.stringify(chat.stored)).toContain('900101390002');
    await chat.wakes();
    await chat.wakes();
    expect(chat.last).toContain('was deleted, with the personal data in it');
    expect(chat.state).toMatchObject({ place: 'home', draft: {}, unanswered: null, draftId: null, memo: null });
    expect(JSON.stringify(chat.stored)).not.toContain('900101390002');
    expect(chat.wakeAt).toBeNull();
    await chat.presses('SSL certificate for individuals');
    expect(chat.last).toContain('What you need');
  });

  test('keeps what was submitted before', async () => {
    const chat = local.chat();
    await chat.comesTo('submitted');
    const { number } = chat;
    await chat.comesTo('domain');
    await chat.wakes();
    await chat.wakes();
    expect(chat.state.applications).toEqual([number]);
  });
});

test('a timer that comes too early, or twice, says nothing', async () => {
  const chat = local.chat();
  await chat.comesTo('domain');
  const before = chat.state;
  await chat.timerComes();
  expect(chat.state).toEqual(before);
  await chat.wakes();
  const { length } = chat.messages;
  await chat.timerComes();
  expect(chat.messages).toHaveLength(length);
});

test('a chat without a draft is never woken', async () => {
  const chat = local.chat();
  await chat.says('/start');
  await chat.says('/help');
  expect(chat.wakeAt).toBeNull();
});
