import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pino from 'pino';
import type { ChatEvent, HandleEvent, TelegramUpdate, Turn } from '../../../src/bot/inbox/chat-event.ts';
import { createInbox, type Inbox, type InboxParts } from '../../../src/bot/inbox/inbox.ts';
import type { InboxStore } from '../../../src/bot/inbox/inbox-store.ts';
import { createInboxStore } from '../../../src/bot/storage/inbox-store.ts';
import { createBotApi } from '../../../src/bot/telegram/bot-api.ts';
import { type Database, openDatabase } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrations.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { type FakeBotApi, startFakeBotApi } from '../../support/fake-bot-api.ts';
import { postgresqlMissing, startPostgresql } from '../../support/postgresql.ts';

export interface Rig {
  readonly database: Database;
  readonly api: FakeBotApi;
  readonly store: InboxStore;
  /** A running inbox on the rig's database and Bot API; stopped with the rig. */
  inbox(handle: HandleEvent, more?: Partial<InboxParts>): Promise<Inbox>;
  /** The conversation's stored state. */
  state(chatId: number): Promise<unknown>;
  /** What the chat was sent, in order. */
  texts(chatId: number): unknown[];
  /** Resolves when the chat was sent so many messages. */
  untilSent(chatId: number, count: number): Promise<void>;
  /** Runs a statement of the test's own. */
  sql<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Resolves when the query gives a row. */
  untilRow(text: string): Promise<void>;
  /** Resolves when no event waits and no effect is unsent. */
  untilIdle(): Promise<void>;
  /** Stops the inboxes and forgets everything, for the next test. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export const engines = ['embedded', ...(postgresqlMissing ? [] : (['postgresql'] as const))] as const;

/** The parts of the pipeline around a handler of the test's own, on either engine. */
export async function createRig(engine: (typeof engines)[number]): Promise<Rig> {
  const directory = await mkdtemp(join(tmpdir(), 'inbox-'));
  const cluster = engine === 'postgresql' ? await startPostgresql() : undefined;
  const database = await openDatabase(
    cluster
      ? { kind: 'postgresql', url: await cluster.createDatabase(), connections: 6 }
      : { kind: 'embedded', directory },
  );
  await migrate(database, 'prisma/bot');
  const api = await startFakeBotApi();
  const sealing = createSealing(randomBytes(32));
  const store = createInboxStore(database, sealing);
  const running: Inbox[] = [];
  const texts = (chatId: number) =>
    api.calls.filter(({ params }) => params['chat_id'] === chatId).map(({ params }) => params['text']);
  const sql: Rig['sql'] = (text, values) => database.query({ name: '', text }, values);
  // The embedded engine answers without ever leaving the tick: a loop without a pause would keep everything else from running.
  const untilRow = async (text: string) => {
    while ((await sql(text)).length === 0) await setTimeout(10);
  };
  return {
    store,
    texts,
    sql,
    untilSent: (chatId, count) => api.until(() => texts(chatId).length >= count),
    untilRow,
    untilIdle: () =>
      untilRow('SELECT 1 WHERE NOT EXISTS (SELECT FROM conversation WHERE pending > 0 OR outbox IS NOT NULL)'),
    database,
    api,
    async inbox(handle, more = {}) {
      const inbox = createInbox({
        store,
        api: createBotApi({ token: api.token, apiRoot: api.url }),
        handle,
        apology: ({ id }, reference) => [say(id, `sorry ${reference}`)],
        log: pino({ level: process.env['LOG_LEVEL'] ?? 'silent' }),
        hashChat: (chatId) => sealing.fingerprint(String(chatId)).slice(0, 12),
        ...more,
        limits: { retry: { firstMs: 10, capMs: 50 }, beatMs: engine === 'embedded' ? 300 : 100, ...more.limits },
      });
      await inbox.start();
      running.push(inbox);
      return inbox;
    },
    async state(chatId) {
      const [row] = await sql<{ state: Uint8Array | null }>('SELECT state FROM conversation WHERE chat_id = $1', [
        chatId,
      ]);
      return row?.state ? sealing.open(row.state, `conversation.state:${chatId}`) : undefined;
    },
    async reset() {
      await Promise.all(running.splice(0).map((inbox) => inbox.stop()));
      await database.script(
        'TRUNCATE conversation, inbox, seen_event, set_aside, instance, gate, status_cursor, send_slot',
      );
      api.reset();
    },
    async close() {
      await Promise.all(running.splice(0).map((inbox) => inbox.stop()));
      await database.close();
      await api.close();
      await cluster?.remove();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export const say = (chatId: number, text: string) => ({ method: 'sendMessage', params: { chat_id: chatId, text } });

/** A text message from a person in their private chat. */
export const message = (updateId: number, chatId: number, text = 'hello'): TelegramUpdate => ({
  update_id: updateId,
  message: {
    message_id: updateId,
    date: 1_760_000_000,
    text,
    chat: { id: chatId, type: 'private' },
    from: { id: chatId, is_bot: false, first_name: 'Test' },
  },
});

/** Counts the events of each chat and says the count: lost, doubled and reordered updates all show. */
export const counting: HandleEvent = async ({ chatId }, { state }): Promise<Turn> => {
  const count = ((state as { count?: number } | undefined)?.count ?? 0) + 1;
  return { state: { count }, effects: [say(chatId, String(count))] };
};

export const textOf = ({ payload }: ChatEvent): string =>
  (payload as { message?: { text?: string } }).message?.text ?? '';
