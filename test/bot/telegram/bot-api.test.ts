import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createBotApi } from '../../../src/bot/telegram/bot-api.ts';

const CONNECTIONS = 4;
const CALLS = 20;

const held: ServerResponse[] = [];
let opened = 0;
/** Answers nobody before as many ask as may ask at once. */
const server = createServer((_, response) => {
  held.push(response);
  if (held.length < CONNECTIONS) return;
  for (const each of held.splice(0)) each.end('{ "ok": true, "result": true }');
}).on('connection', () => {
  opened += 1;
});
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test("a Bot API server of one's own, without TLS, gets no more connections than allowed either", async () => {
  const { port } = server.address() as AddressInfo;
  const api = createBotApi({ token: '1:a', apiRoot: `http://127.0.0.1:${port}`, connections: CONNECTIONS });
  const answers = await Promise.all(Array.from({ length: CALLS }, () => api.call('getMe', {})));
  expect(answers).toEqual(Array.from({ length: CALLS }, () => true));
  expect(opened).toBe(CONNECTIONS);
});
