// Receives updates from Telegram: 200 only after they are stored, so that Telegram sends again what was not.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { TelegramUpdate } from '../inbox/chat-event.ts';

export interface WebhookParts {
  /** Where the route is, such as /telegram. */
  readonly path: string;
  readonly secret: string;
  /** Resolves when the updates are stored. */
  readonly accept: (updates: readonly TelegramUpdate[]) => Promise<void>;
  readonly log: Logger;
}

const BODY_LIMIT = 1024 * 1024;

export function registerWebhook(server: FastifyInstance, parts: WebhookParts): void {
  const secret = digest(parts.secret);
  server.register((scope, _, done) => {
    // Bytes, not text: a body that is split inside a character must stay whole.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_, body, parsed) =>
      parsed(null, body),
    );
    scope.addHook('onRequest', async (request, reply) => {
      const given = request.headers['x-telegram-bot-api-secret-token'];
      if (typeof given !== 'string' || !timingSafeEqual(digest(given), secret)) return reply.code(403).send();
    });
    scope.post(parts.path, async (request, reply) => {
      const update = parseUpdate(request.body);
      if (!update) return reply.code(400).send();
      try {
        await parts.accept([update]);
        return reply.code(200).send();
      } catch (error) {
        const { name, code } = error as { name?: string; code?: unknown };
        parts.log.warn({ errorClass: name, code }, 'an update cannot be stored for now');
        return reply.code(503).header('retry-after', '1').send();
      }
    });
    done();
  });
}

const digest = (secret: string): Buffer => createHash('sha256').update(secret).digest();

function parseUpdate(body: unknown): TelegramUpdate | undefined {
  if (!Buffer.isBuffer(body)) return undefined;
  try {
    const update = JSON.parse(body.toString('utf8')) as TelegramUpdate | null;
    return Number.isSafeInteger(update?.update_id) ? (update ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}
