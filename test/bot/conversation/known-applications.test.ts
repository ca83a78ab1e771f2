import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newConversation } from '../../../src/bot/conversation/conversation.ts';
import { certificateEndsAt, knowing, MAX_KNOWN } from '../../../src/bot/conversation/known-applications.ts';
import { newFacts } from '../../../src/bot/telegram/facts.ts';
import type { ApplicationNumber } from '../../../src/domain/application-number.ts';
import { startTestTelegram, type TestTelegram } from '../../support/chat.ts';

const number = (n: number) => `482-093-755-618-${String(n).padStart(3, '0')}` as ApplicationNumber;
const END = '2027-03-01T00:00:00Z';

describe('of the applications that were submitted here', () => {
  test('the region stays when the status changes, and the newest are kept', () => {
    let state = knowing(newConversation, number(1), { status: 'submitted', region: 'KZ-10' });
    state = knowing(state, number(1), { status: 'issued', endsAt: END });
    expect(state.known).toEqual([{ number: number(1), status: 'issued', region: 'KZ-10', endsAt: END }]);
    for (let n = 2; n <= MAX_KNOWN + 1; n += 1) state = knowing(state, number(n), { status: 'submitted' });
    expect(state.known).toHaveLength(MAX_KNOWN);
    expect(state.known.some((each) => each.number === number(1))).toBe(false);
  });

  test('the earliest certificate in use counts', () => {
    const known = [
      { number: number(1), status: 'revoked', region: null, endsAt: '2026-12-01T00:00:00Z' },
      { number: number(2), status: 'set-up', region: null, endsAt: END },
      { number: number(3), status: 'issued', region: null, endsAt: '2027-04-01T00:00:00Z' },
    ] as const;
    expect(certificateEndsAt(known)).toBe(new Date(END).toISOString());
    expect(certificateEndsAt([])).toBeNull();
  });
});

describe('what may be counted of a chat', () => {
  let telegram: TestTelegram;
  beforeAll(async () => {
    telegram = await startTestTelegram();
  });
  afterAll(() => telegram.close());

  test('is stored with the first turn, and then only when it changes', () => {
    const seen = { ...newConversation, language: 'kk', lastSeenAt: '2026-11-22T06:00:00Z' } as const;
    expect(newFacts(newConversation, seen)).toMatchObject({ language: 'kk', noticesOff: false });
    expect(newFacts(seen, { ...seen, place: 'status' })).toBeUndefined();
    expect(newFacts(seen, { ...seen, noticesOff: true })).toMatchObject({ noticesOff: true });
  });

  test('names neither number nor domain', async () => {
    const chat = telegram.chat();
    await chat.comesTo('submitted');
    const facts = newFacts(newConversation, chat.state);
    expect(facts).toMatchObject({ language: 'en', regions: ['KZ-10'], statuses: ['submitted'] });
    expect(JSON.stringify(facts)).not.toMatch(/alatau|\d{3}-\d{3}/);
  });

  test('/notices turns them off and on, and forgetting everything keeps the wish', async () => {
    const chat = telegram.chat();
    await chat.says('/notices');
    expect(chat.last).toMatch('You get notices');
    await chat.presses('🔕');
    expect(chat.last).toMatch('You get no notices');
    expect(chat.state.noticesOff).toBe(true);
    await chat.says('/privacy');
    await chat.presses('Delete my draft');
    expect(chat.state.noticesOff).toBe(true);
    await chat.says('/notices');
    await chat.presses('🔔');
    expect(chat.state.noticesOff).toBe(false);
  });
});
