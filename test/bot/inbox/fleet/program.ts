// A bot with the real pipeline and a handler whose mistakes show: run as a process of its own, to be killed.
// Loads everything, then waits for its settings; so a replacement is ready the moment that it is wanted.
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import fastify from 'fastify';
import pino from 'pino';
import { type BotApi, BotApiUnreachable } from '../../../../src/bot/inbox/bot-api.ts';
import type { HandleEvent } from '../../../../src/bot/inbox/chat-event.ts';
import { createInbox } from '../../../../src/bot/inbox/inbox.ts';
import { createInboxStore } from '../../../../src/bot/storage/inbox-store.ts';
import { createBotApi } from '../../../../src/bot/telegram/bot-api.ts';
import { registerWebhook } from '../../../../src/bot/web/webhook.ts';
import { type DatabaseLocation, openDatabase } from '../../../../src/database/database.ts';
import { createSealing } from '../../../../src/sealing/sealing.ts';
import { nameOf, stamped, type TestState } from './verify.ts';

export interface ProgramSettings {
  readonly database: DatabaseLocation;
  readonly api: { readonly url: string; readonly token: string; readonly timeLimit: number };
  readonly secret: string;
  readonly key: string;
}
export type ProgramWord =
  | { readonly said: 'loaded' }
  | { readonly said: 'ready'; readonly port: number }
  /** A call that Telegram may have carried out without our knowing. */
  | { readonly said: 'unanswered'; readonly call: string };

const tell = (word: ProgramWord) => process.send?.(word);

/** Remembers each update; answers each, every third with two messages, every tenth slowly. */
const handle: HandleEvent = async ({ chatId, payload }, { state }) => {
  const { update_id: id } = payload as { update_id: number };
  const { seen } = (state as TestState | undefined) ?? { seen: [] };
  if (id % 10 === 0) await delay(200);
  const say = (text: string) => ({ method: 'sendMessage', params: { chat_id: chatId, text } });
  return { state: { seen: [...seen, id] }, effects: [say(`${id}a`), ...(id % 3 === 0 ? [say(`${id}b`)] : [])] };
};

async function start({ database: location, api, secret, key }: ProgramSettings) {
  const database = await openDatabase(location);
  const log = pino({ level: 'silent' });
  const telegram = createBotApi({ token: api.token, apiRoot: api.url });
  const reporting: BotApi = {
    call(method, params, options) {
      const call = stamped(params);
      return telegram.call(method, call, { ...options, timeLimit: api.timeLimit }).catch((error) => {
        if (error instanceof BotApiUnreachable) tell({ said: 'unanswered', call: nameOf(call) });
        throw error;
      });
    },
  };
  const inbox = createInbox({
    store: createInboxStore(database, createSealing(Buffer.from(key, 'hex')), {
      isAlone: location.kind === 'embedded',
    }),
    api: reporting,
    handle,
    apology: () => [],
    log,
    hashChat: String,
  });
  await inbox.start();
  const server = fastify();
  registerWebhook(server, { path: '/updates', secret, accept: inbox.accept, log });
  await server.listen({ host: '127.0.0.1', port: 0 });
  process.once('SIGTERM', async () => {
    await inbox.stop();
    await server.close();
    await database.close();
    process.exit(0);
  });
  tell({ said: 'ready', port: (server.server.address() as AddressInfo).port });
}

process.once('message', (settings: ProgramSettings) => void start(settings));
// The parent is gone: nobody would stop this process.
process.once('disconnect', () => process.exit(1));
tell({ said: 'loaded' });
