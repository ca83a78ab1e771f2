// GET /metrics in Prometheus' text format. Knows the inbox only by its counters.
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Inbox } from '../inbox/inbox.ts';

/** Each counter of the inbox with the name and the words that an operator sees. */
const counters = {
  accepted: 'Updates that were stored',
  turns: 'Events that were handled',
  turnRetries: 'Tries of events that failed',
  setAside: 'Events that were set aside after three tries',
  lostRaces: 'Turns that were computed on a revision that had passed',
  sent: 'Bot API calls that succeeded',
  sendRepeats: 'Bot API calls that were made again for want of an answer',
  refusals: 'Bot API calls that Telegram refused for good',
  blocked: 'Messages that were not sent because the person cannot be reached',
  pauses: 'Answers with 429: Telegram wants fewer calls',
  takenOver: 'Chats taken over from instances that died or stopped',
} as const satisfies Record<keyof Inbox['counters'], string>;

export function registerMetrics(server: FastifyInstance, path: string, inbox: Inbox): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const [key, help] of Object.entries(counters)) {
    const name = `bot_${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_total`;
    new Counter({
      name,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(inbox.counters[key as keyof Inbox['counters']]);
      },
    });
  }
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const waiting = gauge('bot_inbox_waiting', 'Events that wait for their turn, over all instances');
  const oldest = gauge('bot_inbox_oldest_seconds', 'How long the oldest of them has waited');
  const setAside = gauge('bot_inbox_set_aside', 'Events that wait for an operator');

  server.get(path, async (_, reply) => {
    const depth = await inbox.depth();
    waiting.set(depth.waiting);
    oldest.set(depth.oldestSeconds);
    setAside.set(depth.setAside);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
