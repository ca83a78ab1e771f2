import pino from 'pino';
import type { RunParts } from '../../../src/bot/broadcast/sending/run-broadcasts.ts';
import { runBroadcasts } from '../../../src/bot/broadcast/sending/run-broadcasts.ts';
import { createInbox } from '../../../src/bot/inbox/inbox.ts';
import { createBroadcastStore } from '../../../src/bot/storage/broadcast-store.ts';
import { createInboxStore } from '../../../src/bot/storage/inbox-store.ts';
import { takeLease } from '../../../src/bot/storage/leases.ts';
import { createBotApi } from '../../../src/bot/telegram/bot-api.ts';
import { type Database, openDatabase } from '../../../src/database/database.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import type { BroadcastRig } from './rig.ts';

export interface SenderSettings {
  readonly location: BroadcastRig['location'];
  readonly api: { readonly url: string; readonly token: string };
  /** In hex. */
  readonly key: string;
  readonly perSecond: number;
}

export interface Sender {
  readonly inbox: ReturnType<typeof createInbox>;
  stop(): Promise<void>;
}

/** A server in the same busy process accepts few new connections a second: with hundreds some would wait for all of a call's time. */
const CONNECTIONS = 32;

/** An instance that sends, with the real inbox beside it; on a database of its own or the given one. */
export async function startSender(
  { location, api: { url, token }, key, perSecond }: SenderSettings,
  { database: given, ...more }: Partial<RunParts> & { readonly database?: Database } = {},
): Promise<Sender> {
  const database = given ?? (await openDatabase(location));
  const sealing = createSealing(Buffer.from(key, 'hex'));
  const api = createBotApi({ token, apiRoot: url, connections: CONNECTIONS });
  const log = pino({ level: process.env['LOG_LEVEL'] ?? 'silent' });
  const inbox = createInbox({
    store: createInboxStore(database, sealing),
    api,
    async handle(_, { id, state }) {
      return { state, effects: [{ method: 'sendMessage', params: { chat_id: id, text: 'answer' } }] };
    },
    apology: () => [],
    hashChat: String,
    log,
  });
  await inbox.start();
  const stopping = new AbortController();
  const parts: RunParts = {
    store: createBroadcastStore(database, sealing),
    api,
    gate: inbox.gate,
    instance: inbox.instance,
    perSecond,
    progress: { show: () => undefined, finish: () => async () => undefined },
    mayRun: () => takeLease(database, 'broadcast', inbox.instance()),
    mayBegin: async () => true,
    quietHours: { from: 0, to: 0 },
    clock: () => new Date(),
    log,
    ...more,
  };
  const running = runBroadcasts(parts, stopping.signal);
  return {
    inbox,
    async stop() {
      stopping.abort();
      await running;
      await inbox.stop();
      if (!given) await database.close();
    },
  };
}
