import type { FastifyInstance } from 'fastify';
import type { Person } from '../person.ts';
import { Refusal } from '../refusal.ts';
import { addChatRoutes } from './chat-routes.ts';
import { addControlRoutes, type ControlParts } from './control-routes.ts';
import { addEventStream } from './event-stream.ts';
import { isOwnPage } from './own-page-only.ts';
import { addPageFiles } from './page-files.ts';

interface LocalParts extends ControlParts {
  person: (userId: number) => Person;
  host: string;
}

/** Everything that the real Telegram does not have: the chat page and the control of this server. */
export function addLocalRoutes(server: FastifyInstance, parts: LocalParts): void {
  const isLoopback = ['127.0.0.1', 'localhost', '::1'].includes(parts.host);
  void server.register((local, _options, done) => {
    local.addHook('onRequest', async (request, reply) => {
      if (!isOwnPage(request, isLoopback)) await reply.code(403).send({ problem: 'not from this page' });
    });
    local.setErrorHandler((error, _request, reply) => {
      const { message, statusCode = 400 } = error as Error & { statusCode?: number };
      return reply.code(error instanceof Refusal ? error.code : statusCode).send({ problem: message });
    });
    addPageFiles(local);
    addEventStream(local, parts.world);
    addChatRoutes(local, parts.world, parts.person);
    addControlRoutes(local, parts);
    done();
  });
}
