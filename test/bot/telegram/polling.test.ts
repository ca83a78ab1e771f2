import { describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { type BotApi, BotApiError, BotApiUnreachable } from '../../../src/bot/inbox/bot-api.ts';
import type { TelegramUpdate } from '../../../src/bot/inbox/chat-event.ts';
import { poll } from '../../../src/bot/telegram/polling.ts';

/** Telegram's side of getUpdates: keeps updates until a higher offset confirms them. */
function telegram(updates: TelegramUpdate[], trouble: (() => Error | undefined) | undefined = undefined) {
  const offsets: number[] = [];
  const api: BotApi = {
    async call(method, { offset }, options) {
      if (method === 'deleteWebhook') return true;
      const error = trouble?.();
      if (error) throw error;
      offsets.push(offset as number);
      const waiting = updates.filter(({ update_id }) => update_id >= (offset as number));
      if (waiting.length === 0) await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve));
      return waiting.slice(0, 2);
    },
  };
  return { api, offsets };
}

const log = pino({ level: 'silent' });
const mayPoll = async () => true;

describe('polling', () => {
  test('confirms updates only when they are stored', async () => {
    const stop = new AbortController();
    const { api, offsets } = telegram([{ update_id: 7 }, { update_id: 8 }, { update_id: 9 }]);
    const stored: number[] = [];
    let failures = 0;
    const accept = async (updates: readonly TelegramUpdate[]) => {
      if (failures < 2) {
        failures += 1;
        throw new Error('no database');
      }
      stored.push(...updates.map(({ update_id }) => update_id));
      if (stored.includes(9)) stop.abort();
    };
    await poll({ api, accept, mayPoll, log }, stop.signal);
    expect(stored).toEqual([7, 8, 9]);
    expect(offsets).toEqual([0, 0, 0, 9]);
  });

  test.each([
    ['Telegram is away', new BotApiUnreachable('getUpdates: ECONNREFUSED')],
    ['Telegram answers 502', new BotApiError(502, 'Bad Gateway')],
    ['one other poll was still open', new BotApiError(409, 'Conflict: terminated by other getUpdates request')],
  ])('goes on when %s', async (_, error) => {
    const stop = new AbortController();
    let troubles = 0;
    const { api } = telegram([{ update_id: 1 }], () => {
      troubles += 1;
      return troubles === 1 ? error : undefined;
    });
    await poll({ api, accept: async () => stop.abort(), mayPoll, log }, stop.signal);
    expect(troubles).toBe(2);
  });

  test.each([
    [409, 'another program polls with this token'],
    [401, 'check TELEGRAM_BOT_TOKEN'],
    [404, 'check TELEGRAM_BOT_TOKEN'],
  ])('ends with words for the operator when Telegram says %d', async (code, words) => {
    const { api } = telegram([], () => new BotApiError(code, 'Conflict'));
    const polling = poll({ api, accept: async () => {}, mayPoll, log }, new AbortController().signal);
    await expect(polling).rejects.toThrow(words);
  });
});
