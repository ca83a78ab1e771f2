import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fastify from 'fastify';
import pino from 'pino';
import type { TelegramUpdate } from '../../../src/bot/inbox/chat-event.ts';
import { registerWebhook } from '../../../src/bot/web/webhook.ts';

const secret = 'the-right-secret';
const server = fastify();
let port: number;
let accepted: TelegramUpdate[];
let accept: (updates: readonly TelegramUpdate[]) => Promise<void>;

beforeAll(async () => {
  registerWebhook(server, {
    path: '/telegram',
    secret,
    accept: (updates) => accept(updates),
    log: pino({ level: 'silent' }),
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  port = (server.server.address() as AddressInfo).port;
});
afterAll(() => server.close());
beforeEach(() => {
  accepted = [];
  accept = async (updates) => void accepted.push(...updates);
});

const post = async (body: string, headers: Record<string, string> = {}) => {
  const { status } = await fetch(`http://127.0.0.1:${port}/telegram`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret, ...headers },
    body,
  });
  return status;
};

describe('the webhook', () => {
  test('answers 200 when the update is stored, not before', async () => {
    let store = () => {};
    accept = () =>
      new Promise((resolve) => {
        store = resolve;
      });
    let status = 0;
    const answered = post('{"update_id":1}').then((code) => {
      status = code;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(status).toBe(0);
    store();
    await answered;
    expect(status).toBe(200);
  });

  test('answers 503 while updates cannot be stored, so that Telegram sends them again', async () => {
    accept = async () => {
      throw new Error('no database');
    };
    expect(await post('{"update_id":1}')).toBe(503);
  });

  test.each([
    ['without a secret', ''],
    ['with another secret', 'a-wrong-secret'],
    ['with a part of the secret', secret.slice(0, -1)],
  ])('answers 403 %s and stores nothing', async (_, given) => {
    expect(await post('{"update_id":1}', { 'x-telegram-bot-api-secret-token': given })).toBe(403);
    expect(accepted).toEqual([]);
  });

  test.each(['', 'nonsense', 'null', '[]', '{}', '{"update_id":"1"}', '{"update_id":1.5}'])(
    'answers 400 to a body that is no update: %s',
    async (body) => {
      expect(await post(body)).toBe(400);
      expect(accepted).toEqual([]);
    },
  );

  test('refuses a body over one megabyte', async () => {
    expect(await post(JSON.stringify({ update_id: 1, text: 'x'.repeat(1_100_000) }))).toBe(413);
    expect(accepted).toEqual([]);
  });

  test('keeps a text whole whose bytes arrive in pieces', async () => {
    const bytes = Buffer.from(JSON.stringify({ update_id: 1, text: 'Қазақстан' }));
    await new Promise<void>((resolve, reject) => {
      const sending = request(
        {
          port,
          host: '127.0.0.1',
          path: '/telegram',
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'content-length': bytes.length,
            'x-telegram-bot-api-secret-token': secret,
          },
        },
        (response) => response.resume().on('end', resolve),
      ).on('error', reject);
      sending.setNoDelay(true);
      // One byte at a time: every character of two bytes is cut.
      const next = (at: number): void => {
        if (at === bytes.length) sending.end();
        else sending.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
      };
      next(0);
    });
    expect(accepted).toEqual([{ update_id: 1, text: 'Қазақстан' }]);
  });
});
