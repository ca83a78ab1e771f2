import pino from 'pino';
import { createInbox } from '../../src/bot/inbox/inbox.ts';
import { createInboxStore } from '../../src/bot/storage/inbox-store.ts';
import { createBotApi } from '../../src/bot/telegram/bot-api.ts';
import { poll } from '../../src/bot/telegram/polling.ts';
import { type Database, openDatabase } from '../../src/database/database.ts';
import { createSealing } from '../../src/sealing/sealing.ts';
import type { ContenderSettings } from './contender.ts';
import { slowly } from './slow-chat.ts';

/** (d) and (e): our pipeline with a conversation that counts; everything is stored, sealed, before it is answered. */
export async function run({ url, token, database: location }: ContenderSettings): Promise<Record<string, number>> {
  if (!location) throw new Error('ours needs a database');
  const statements: Record<string, number> = {};
  const database = counted(await openDatabase(location), statements);
  const log = pino({ level: 'warn' });
  const api = createBotApi({ token, apiRoot: url });
  const isAlone = location.kind === 'embedded';
  const inbox = createInbox({
    store: createInboxStore(database, createSealing(Buffer.alloc(32, 7)), { isAlone }),
    api,
    async handle({ chatId, payload }, { state }) {
      const { count = 0 } = (state ?? {}) as { count?: number };
      await slowly(chatId);
      const text = `echo #${(payload as { update_id: number }).update_id}`;
      return { state: { count: count + 1 }, effects: [{ method: 'sendMessage', params: { chat_id: chatId, text } }] };
    },
    apology: () => [],
    hashChat: String,
    log,
  });
  await inbox.start();
  void poll({ api, accept: inbox.accept, mayPoll: async () => true, log }, new AbortController().signal);
  return statements;
}

function counted(database: Database, statements: Record<string, number>): Database {
  return {
    ...database,
    query(statement, values) {
      statements[statement.name] = (statements[statement.name] ?? 0) + 1;
      return database.query(statement, values);
    },
  };
}
