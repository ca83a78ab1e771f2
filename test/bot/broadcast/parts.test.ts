import { describe, expect, test } from '@jest/globals';
import { callFor } from '../../../src/bot/broadcast/calls.ts';
import { readButtons, readVersion } from '../../../src/bot/broadcast/composing/read-version.ts';
import { readStartTime } from '../../../src/bot/broadcast/composing/start-time.ts';
import { quietUntil } from '../../../src/bot/broadcast/quiet-hours.ts';
import { judgeCall } from '../../../src/bot/broadcast/sending/judge-call.ts';
import { createPace } from '../../../src/bot/broadcast/sending/pace.ts';
import { BotApiError, BotApiUnreachable } from '../../../src/bot/inbox/bot-api.ts';

const chat = { id: 1, type: 'private' } as const;

describe('a written notice', () => {
  test('keeps its formatting, and nothing that Telegram finds by itself', () => {
    const entities = [
      { type: 'bold', offset: 0, length: 4 },
      { type: 'text_link', offset: 5, length: 4, url: 'https://pki.gov.kz' },
      { type: 'url', offset: 10, length: 18 },
      { type: 'text_mention', offset: 0, length: 1, user: { id: 5 } },
    ];
    const version = readVersion({ message_id: 1, chat, text: 'Site here https://pki.gov.kz', entities });
    expect(version?.entities).toEqual([
      { type: 'bold', offset: 0, length: 4 },
      { type: 'text_link', offset: 5, length: 4, url: 'https://pki.gov.kz' },
    ]);
  });

  test.each([
    ['photo', { photo: [{ file_id: 'small' }, { file_id: 'large' }], caption: 'see' }, 'sendPhoto', 'large'],
    ['document', { document: { file_id: 'doc' }, caption: 'see' }, 'sendDocument', 'doc'],
  ] as const)('with a %s goes out by its id, with its caption', (kind, content, method, fileId) => {
    const version = readVersion({ ...structuredClone(content), message_id: 1, chat } as never);
    const call = callFor('send', { chatId: 7, messageId: undefined }, version);
    expect(call).toMatchObject({ method, params: { chat_id: 7, [kind]: fileId, caption: 'see' } });
    expect(call?.files).toBeUndefined();
    expect(callFor('edit', { chatId: 7, messageId: 9 }, version)?.method).toBe('editMessageCaption');
  });

  test('without text and file is none', () => {
    expect(readVersion({ message_id: 1, chat })).toBeUndefined();
    expect(readVersion({ message_id: 1, chat, text: '  ' })).toBeUndefined();
  });

  test('has up to three buttons', () => {
    expect(readButtons('Site - https://pki.gov.kz\nHelp | https://example.kz/a-b')).toEqual({
      value: [
        { text: 'Site', url: 'https://pki.gov.kz' },
        { text: 'Help', url: 'https://example.kz/a-b' },
      ],
    });
    expect(readButtons('Site')).toEqual({ because: 'buttons-form' });
    expect(readButtons('Site - javascript:alert(1)')).toEqual({ because: 'buttons-form' });
    expect(readButtons('a - https://a.kz\n'.repeat(4))).toEqual({ because: 'buttons-many' });
  });
});

describe('the moment', () => {
  const now = new Date('2026-11-22T10:00:00Z'); // 15:00 in Kazakhstan

  test.each([
    ['16:30', '2026-11-22T11:30:00.000Z'],
    ['14.30', '2026-11-23T09:30:00.000Z'],
    ['25.11 09:00', '2026-11-25T04:00:00.000Z'],
    ['1.1.2027 00:05', '2026-12-31T19:05:00.000Z'],
  ])('%s', (text, at) => {
    expect(readStartTime(text, now)).toEqual({ value: new Date(at) });
  });

  test.each([
    ['tomorrow', 'time-form'],
    ['25:00', 'time-form'],
    ['31.11 10:00', 'time-form'],
    ['21.11 10:00', 'time-past'],
    ['21.11.2027 10:00', 'time-far'],
  ])('%s is none', (text, because) => {
    expect(readStartTime(text, now)).toEqual({ because });
  });
});

describe('the quiet hours, from 21 to 9', () => {
  test.each([
    ['2026-11-22T15:59:00Z', undefined],
    ['2026-11-22T16:00:00Z', '2026-11-23T04:00:00.000Z'], // 21:00
    ['2026-11-22T19:30:00Z', '2026-11-23T04:00:00.000Z'], // half past midnight
    ['2026-11-23T03:59:00Z', '2026-11-23T04:00:00.000Z'],
    ['2026-11-23T04:00:00Z', undefined],
  ])('at %s', (at, until) => {
    expect(quietUntil({ from: 21, to: 9 }, new Date(at))?.toISOString()).toBe(until);
  });

  test('may be at noon, or never', () => {
    expect(quietUntil({ from: 12, to: 14 }, new Date('2026-11-22T07:30:00Z'))?.toISOString()).toBe(
      '2026-11-22T09:00:00.000Z',
    );
    expect(quietUntil({ from: 0, to: 0 }, new Date())).toBeUndefined();
  });
});

describe('what a call comes to', () => {
  const refused = (code: number, description: string, retryAfter?: number) =>
    new BotApiError(code, description, retryAfter);

  test.each([
    [refused(429, 'Too Many Requests', 7), { state: 'pending', next: 'pause', seconds: 7 }],
    [refused(403, 'Forbidden: bot was blocked by the user'), { state: 'blocked', next: 'go-on' }],
    [refused(403, 'Forbidden: user is deactivated'), { state: 'gone', next: 'go-on' }],
    [refused(400, 'Bad Request: chat not found'), { state: 'gone', next: 'go-on' }],
    [refused(400, "Bad Request: can't parse entities"), { state: 'failed', next: 'go-on' }],
    [refused(502, 'Bad Gateway'), { state: 'unknown', next: 'back-off' }],
    [refused(401, 'Unauthorized'), { state: 'pending', next: 'back-off' }],
    [new BotApiUnreachable('sendMessage: ECONNRESET'), { state: 'unknown', next: 'back-off' }],
    [new BotApiUnreachable('sendMessage: ECONNREFUSED', false), { state: 'pending', next: 'back-off' }],
  ])('%s', (error, judged) => {
    expect(judgeCall('send', error)).toEqual(judged);
  });

  test('an edit or a deletion harms nobody twice', () => {
    expect(judgeCall('edit', refused(502, 'Bad Gateway')).state).toBe('pending');
    expect(judgeCall('delete', new BotApiUnreachable('deleteMessage: ECONNRESET')).state).toBe('pending');
    expect(judgeCall('edit', refused(400, 'Bad Request: message is not modified')).state).toBe('sent');
    expect(judgeCall('delete', refused(400, 'Bad Request: message to delete not found')).state).toBe('gone');
  });
});

describe('the pace', () => {
  const started = (allowed: number) => {
    let at = 0;
    const pace = createPace(allowed, () => at);
    return { pace, pass: (milliseconds: number) => (at += milliseconds) };
  };
  const goneIn = ({ pace, pass }: ReturnType<typeof started>, milliseconds: number) => {
    let gone = 0;
    for (let passed = 0; passed < milliseconds; passed += 20) {
      pass(20);
      const due = pace.due();
      pace.took(due);
      gone += due;
    }
    return gone;
  };

  test('is even, and makes up for nothing that was missed', () => {
    const steady = started(30);
    expect(goneIn(steady, 10_000)).toBeGreaterThanOrEqual(299);
    steady.pass(60_000);
    expect(steady.pace.due()).toBeLessThanOrEqual(3);
  });

  test('slows down when one 429 soon follows another, and recovers', () => {
    const slow = started(30);
    slow.pace.refused();
    slow.pass(100);
    slow.pace.refused(); // under way together with the first
    expect(slow.pace.rate).toBe(30);
    slow.pass(3_000);
    slow.pace.refused();
    expect(slow.pace.rate).toBe(24);
    expect(goneIn(slow, 1_000)).toBeLessThanOrEqual(26);
    slow.pass(60_000);
    slow.pace.due();
    expect(slow.pace.rate).toBe(30);
  });
});
