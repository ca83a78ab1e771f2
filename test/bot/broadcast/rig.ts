// Recipients, a local Bot API that knows them and keeps to its limits, and what the tests ask of both sides.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type Broadcast,
  everyone,
  type NewBroadcast,
  type RecipientState,
} from '../../../src/bot/broadcast/broadcast.ts';
import type { BroadcastStore, SendingStore } from '../../../src/bot/broadcast/broadcast-store.ts';
import { createBroadcastStore } from '../../../src/bot/storage/broadcast-store.ts';
import { type Database, type DatabaseLocation, openDatabase } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrations.ts';
import { type LocalTelegram, startLocalTelegram } from '../../../src/local-telegram/local-telegram.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { startPostgresql } from '../../support/postgresql.ts';
import type { engines } from '../inbox/rig.ts';

export interface BroadcastRig {
  readonly telegram: LocalTelegram;
  readonly database: Database;
  readonly location: DatabaseLocation;
  readonly key: Buffer;
  readonly store: BroadcastStore & SendingStore;
  /** Chats 1 to `count`, each with the bot, in the order kk, ru, en. */
  populate(count: number): Promise<void>;
  create(more?: Partial<NewBroadcast>): Promise<Broadcast>;
  untilStatus(id: number, status: Broadcast['status']): Promise<void>;
  untilSent(id: number, count: number): Promise<void>;
  /** By chat: what the store says of it. */
  states(id: number): Promise<ReadonlyMap<number, { state: RecipientState; messageId: number | null }>>;
  /** What the bot's messages in a chat read. */
  texts(chatId: number): readonly string[];
  close(): Promise<void>;
}

export const version = (text: string) => ({ text, entities: [], buttons: [] });

export async function createBroadcastRig(engine: (typeof engines)[number], perSecond: number): Promise<BroadcastRig> {
  const directory = await mkdtemp(join(tmpdir(), 'broadcast-'));
  const cluster = engine === 'postgresql' ? await startPostgresql() : undefined;
  const location: DatabaseLocation = cluster
    ? { kind: 'postgresql', url: await cluster.createDatabase(), connections: 6 }
    : { kind: 'embedded', directory };
  const database = await openDatabase(location);
  await migrate(database, 'prisma/bot');
  // Whether each call is valid is looked at by other tests: here there are many thousands of them.
  const telegram = await startLocalTelegram({ people: [], validate: false });
  telegram.restrictRate(perSecond);
  const key = randomBytes(32);
  const store = createBroadcastStore(database, createSealing(key));
  let created = 0;
  return {
    ...{ telegram, database, location, key, store },
    async populate(count) {
      for (let id = 1; id <= count; id += 1)
        telegram.addPerson({ id, first_name: 'Someone', language_code: 'ru' }).say('/start');
      await database.query(
        {
          name: 'populate',
          text: `INSERT INTO conversation (chat_id, facts) SELECT n, jsonb_build_object(
            'language', (ARRAY['kk', 'ru', 'en'])[1 + (n - 1) % 3], 'regions', '[]'::jsonb, 'statuses', '[]'::jsonb,
            'certificateEndsAt', NULL, 'noticesOff', false) FROM generate_series(1, $1::int8) n`,
        },
        [count],
      );
    },
    create: (more = {}) =>
      store.create({
        kind: 'send',
        versions: { ru: version('Хабарландыру') },
        audience: everyone,
        isEssential: false,
        createdBy: 1,
        createdKey: `test:${++created}`,
        status: 'scheduled',
        startAt: new Date(),
        language: 'ru',
        panel: { chatId: 1, messageId: 1 },
        ...more,
      }),
    async untilStatus(id, status) {
      while ((await store.find(id))?.status !== status) await delay(100);
    },
    async untilSent(id, count) {
      while ((await store.counts(id)).sent < count) await delay(20);
    },
    async states(id) {
      const rows = await database.query<{ chat_id: number; state: RecipientState; message_id: number | null }>(
        { name: 'states', text: 'SELECT chat_id, state, message_id FROM broadcast_recipient WHERE broadcast_id = $1' },
        [id],
      );
      return new Map(rows.map(({ chat_id, state, message_id }) => [chat_id, { state, messageId: message_id }]));
    },
    texts: (chatId) =>
      telegram
        .person(chatId)
        .messages()
        .filter(({ from }) => from.is_bot)
        .map(({ text, caption }) => text ?? caption ?? ''),
    async close() {
      await database.close();
      await telegram.close();
      await cluster?.remove();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
