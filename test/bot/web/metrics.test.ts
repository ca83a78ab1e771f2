import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fastify from 'fastify';
import { registerMetrics } from '../../../src/bot/web/metrics.ts';
import { counting, createRig, message, type Rig } from '../inbox/rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig('embedded');
});
afterAll(() => rig.close());

test('shows what was done and what waits', async () => {
  const inbox = await rig.inbox(async (event, chat, tools) => {
    if (event.chatId === 6) await new Promise(() => {});
    return counting(event, chat, tools);
  });
  const server = fastify();
  registerMetrics(server, '/metrics', inbox);
  await inbox.accept([message(1, 5), message(2, 6)]);
  await rig.untilSent(5, 1);
  await rig.untilRow('SELECT 1 FROM conversation WHERE chat_id = 5 AND owner IS NULL');
  const body = await (await fetch(`${await server.listen({ host: '127.0.0.1', port: 0 })}/metrics`)).text();
  expect(body).toContain('\nbot_accepted_total 2\n');
  expect(body).toContain('\nbot_turns_total 1\n');
  expect(body).toContain('\nbot_inbox_waiting 1\n');
  expect(body).toMatch(/\nbot_inbox_oldest_seconds [\d.e-]+\n/);
  await server.close();
});
