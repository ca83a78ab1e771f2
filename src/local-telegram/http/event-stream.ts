import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { World } from '../world.ts';

const heartbeatMs = 20_000;

/** What happens in all chats, as server-sent events; `?chat=` narrows it to one. */
export function addEventStream(server: FastifyInstance, world: World): void {
  server.get<{ Querystring: { chat?: string } }>('/local/events', ({ query }, reply) => {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    raw.write('retry: 1000\ndata: {"type":"hello"}\n\n');
    const stop = world.events.listen(query.chat ? Number(query.chat) : 'all', (event) => write(raw, event));
    const heartbeat = setInterval(() => raw.write(': still here\n\n'), heartbeatMs);
    raw.on('close', () => {
      stop();
      clearInterval(heartbeat);
    });
  });
}

/** A reader that does not keep up is cut off; it comes back and reads the whole chat anew. */
function write(raw: ServerResponse, event: unknown): void {
  if (raw.writableLength > 5_000_000) raw.destroy();
  else raw.write(`data: ${JSON.stringify(event)}\n\n`);
}
