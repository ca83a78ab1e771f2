// What the bot serves over HTTP: the key page, Telegram's webhook, health and metrics.
import fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import type { BotConfig } from './config.ts';
import type { NewEvent } from './inbox/chat-event.ts';
import type { Inbox } from './inbox/inbox.ts';
import type { KeyLinks } from './key-links/key-links.ts';
import { madeKeyEvent, setUpEvent } from './key-links/key-page-ports.ts';
import { addKeyPage, type KeyPagePorts } from './web/key-page.ts';
import { registerMetrics } from './web/metrics.ts';
import { registerWebhook } from './web/webhook.ts';

/** Nobody has more to say to it than a certificate request; the webhook has a cap of its own. */
const MAX_BODY_BYTES = 64 * 1024;
/** How long answers that are under way may take; after that connections that clients merely keep open are cut. */
const LAST_ANSWERS_MS = 2_000;

export interface Web {
  readonly url: string;
  close(): Promise<void>;
}

interface Served {
  readonly inbox: Inbox;
  readonly accept: Inbox['accept'];
  readonly database: Database;
  readonly keyLinks: KeyLinks;
  readonly keyPageFiles: Promise<KeyPagePorts['files']>;
  readonly awaitsKey: (chatId: number) => Promise<boolean>;
  readonly log: Logger;
}

export async function openWeb(
  config: BotConfig,
  { inbox, accept, database, keyLinks, keyPageFiles, awaitsKey, log }: Served,
): Promise<Web> {
  const server = fastify({ logger: false, bodyLimit: MAX_BODY_BYTES });
  const tell = async (event: NewEvent) => {
    await inbox.enqueue([event]);
    inbox.hasMore();
    return 'accepted' as const;
  };
  addKeyPage(server, {
    links: keyLinks,
    files: await keyPageFiles,
    // A request that comes again has been taken before, and the chat has gone on since.
    onCsr: async (link, csr) =>
      link.used || (await awaitsKey(link.request.chatId))
        ? tell(madeKeyEvent(link, csr))
        : { because: 'question-closed' },
    onSetUp: (link) => tell(setUpEvent(link)),
  });
  server.get('/health', async (_, reply) => {
    const isWell = await database.query({ name: 'health', text: 'SELECT 1' }).then(
      () => true,
      () => false,
    );
    return reply.code(isWell ? 200 : 503).send({ database: isWell });
  });
  registerMetrics(server, '/metrics', inbox);
  if (config.updates.mode === 'webhook') {
    const { url, secret } = config.updates;
    await registerWebhook(server, { path: new URL(url).pathname, secret, accept, log });
  }
  await server.listen({ host: config.host, port: config.port });
  return {
    url: addressOf(server),
    async close() {
      const cut = setTimeout(() => server.server.closeAllConnections(), LAST_ANSWERS_MS);
      await server.close();
      clearTimeout(cut);
    },
  };
}

function addressOf(server: FastifyInstance): string {
  const [address] = server.addresses();
  if (typeof address !== 'object') throw new Error('the server listens nowhere');
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}
