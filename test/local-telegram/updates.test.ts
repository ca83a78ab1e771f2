import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { closeAll, startForTest } from './bot-api-client.ts';

const receivers: http.Server[] = [];
afterEach(async () => {
  await closeAll();
  for (const receiver of receivers.splice(0)) {
    receiver.closeAllConnections();
    receiver.close();
  }
});

interface Delivery {
  // biome-ignore lint/suspicious/noExplicitAny: an update in whatever shape it came
  update: any;
  headers: http.IncomingHttpHeaders;
  answer(status: number, body?: string): void;
}

/** A webhook of the test's own: each delivery waits for the test to answer it. */
async function startReceiver() {
  const deliveries: Delivery[] = [];
  let wake = () => {};
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = (status: number, body = '') => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    };
    deliveries.push({ update: JSON.parse(Buffer.concat(chunks).toString()), headers: request.headers, answer });
    wake();
  });
  receivers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let taken = 0;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    deliveries,
    async next(): Promise<Delivery> {
      while (deliveries.length <= taken) await new Promise<void>((resolve) => (wake = resolve));
      return deliveries[taken++] as Delivery;
    },
  };
}

describe('getUpdates', () => {
  test('gives what is there, again until an offset confirms it', async () => {
    const { call, person } = await startForTest();
    person.say('one');
    person.say('two');
    const first = (await call('getUpdates')).result;
    expect(first.map((update: Delivery['update']) => update.message.text)).toEqual(['one', 'two']);
    expect((await call('getUpdates', { limit: 1 })).result).toEqual([first[0]]);
    expect((await call('getUpdates', { offset: first[1].update_id })).result).toEqual([first[1]]);
    expect((await call('getUpdates', { offset: first[1].update_id + 1 })).result).toEqual([]);
  });

  test('a negative offset keeps the newest', async () => {
    const { call, person } = await startForTest();
    for (const text of ['one', 'two', 'three']) person.say(text);
    const { result } = await call('getUpdates', { offset: -1 });
    expect(result.map((update: Delivery['update']) => update.message.text)).toEqual(['three']);
    expect((await call('getUpdates')).result).toHaveLength(1);
  });

  test('waits for the first update and then answers at once', async () => {
    const { call, person } = await startForTest();
    const waiting = call('getUpdates', { timeout: 50 });
    await call('getMe');
    person.say('hello');
    expect((await waiting).result[0].message.text).toBe('hello');
  });

  test('a second poller ends the wait of the first', async () => {
    const { call } = await startForTest();
    let refused: unknown;
    const first = call('getUpdates', { timeout: 50 }).then((answer) => {
      refused = answer;
    });
    while (!refused) expect((await call('getUpdates')).ok).toBe(true);
    await first;
    expect(refused).toEqual({
      ok: false,
      error_code: 409,
      description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
  });

  test('is refused while a webhook is set', async () => {
    const { call } = await startForTest();
    await call('setWebhook', { url: 'https://example.kz/hook' });
    expect((await call('getUpdates')).description).toMatch(
      /^Conflict: can't use getUpdates method while webhook is active/,
    );
    await call('deleteWebhook');
    expect((await call('getUpdates')).ok).toBe(true);
  });

  test('only the allowed kinds are kept', async () => {
    const { call, person } = await startForTest();
    await call('getUpdates', { allowed_updates: ['message'] });
    person.say('x');
    person.block();
    expect((await call('getUpdates')).result.map((update: object) => Object.keys(update)[1])).toEqual(['message']);
  });

  test('a poller who hangs up loses nothing', async () => {
    const { call, person, telegram } = await startForTest();
    const leaving = new AbortController();
    const gone = fetch(`${telegram.url}/bot${telegram.token}/getUpdates?timeout=50`, { signal: leaving.signal });
    await call('getMe');
    leaving.abort();
    await expect(gone).rejects.toThrow();
    person.say('kept');
    expect((await call('getUpdates')).result).toHaveLength(1);
  });
});

describe('the webhook', () => {
  test('gets the secret, and the next update of a chat only after a 2xx; other chats go on', async () => {
    const { call, person, telegram } = await startForTest();
    const receiver = await startReceiver();
    await call('setWebhook', { url: receiver.url, secret_token: 'S3cret_-' });
    person.say('one');
    person.say('two');
    const other = telegram.person(telegram.users[1]?.id ?? 0);
    const first = await receiver.next();
    other.say('elsewhere');
    const elsewhere = await receiver.next();
    expect(first.headers['x-telegram-bot-api-secret-token']).toBe('S3cret_-');
    expect([first.update.message.text, elsewhere.update.message.text]).toEqual(['one', 'elsewhere']);
    expect((await call('getWebhookInfo')).result.pending_update_count).toBe(3);
    elsewhere.answer(200);
    first.answer(200);
    const second = await receiver.next();
    expect(second.update.message.text).toBe('two');
    second.answer(204);
  });

  test.each([
    ['a 503', (delivery: Delivery) => delivery.answer(503), 'Wrong response from the webhook: 503 Service Unavailable'],
    ['silence', () => {}, 'Read timeout expired'],
  ])('repeats after %s', async (_name, fail, problem) => {
    const { call, person } = await startForTest({ webhook: { firstRetryMs: 10, longestRetryMs: 40, timeoutMs: 300 } });
    const receiver = await startReceiver();
    await call('setWebhook', { url: receiver.url });
    person.say('again');
    fail(await receiver.next());
    const repeated = await receiver.next();
    expect(repeated.update).toEqual(receiver.deliveries[0]?.update);
    expect((await call('getWebhookInfo')).result).toMatchObject({
      pending_update_count: 1,
      last_error_message: problem,
    });
    repeated.answer(200);
  });

  test('no more than max_connections at once', async () => {
    const { call, telegram } = await startForTest();
    const receiver = await startReceiver();
    await call('setWebhook', { url: receiver.url, max_connections: 2 });
    for (const { id } of telegram.users.slice(0, 3)) telegram.person(id).say('x');
    const first = await receiver.next();
    await receiver.next();
    await call('getMe');
    expect(receiver.deliveries).toHaveLength(2);
    first.answer(200);
    expect((await receiver.next()).update.message.text).toBe('x');
  });

  test('may answer with a call', async () => {
    const { call, person, chat } = await startForTest();
    const receiver = await startReceiver();
    await call('setWebhook', { url: receiver.url });
    person.say('hi');
    const answer = JSON.stringify({ method: 'sendMessage', chat_id: chat, text: 'by return' });
    (await receiver.next()).answer(200, answer);
    expect((await person.waitFor(() => true)).text).toBe('by return');
  });

  test('drops what is pending when asked to', async () => {
    const { call, person } = await startForTest();
    person.say('old');
    await call('setWebhook', { url: 'https://example.kz/', drop_pending_updates: true });
    expect((await call('getWebhookInfo')).result.pending_update_count).toBe(0);
  });
});
