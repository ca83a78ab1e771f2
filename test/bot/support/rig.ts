// The bot with support, its inbox and a real database, before a local Telegram: everything but the backend is what runs.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { createEngine } from '../../../src/bot/conversation/engine.ts';
import { createFlow } from '../../../src/bot/conversation/flow.ts';
import { createInbox, type Inbox } from '../../../src/bot/inbox/inbox.ts';
import { createDispatch } from '../../../src/bot/inbox/routes.ts';
import type { SendNow } from '../../../src/bot/inbox/send.ts';
import { openStats } from '../../../src/bot/open-stats.ts';
import { openSupport } from '../../../src/bot/open-support.ts';
import { createReading } from '../../../src/bot/reading/reading.ts';
import { createInboxStore } from '../../../src/bot/storage/inbox-store.ts';
import { createStaffAudit, createStaffStore } from '../../../src/bot/storage/staff-store.ts';
import { createTicketStore } from '../../../src/bot/storage/ticket-store.ts';
import { isSupportOutage } from '../../../src/bot/support/parts.ts';
import { MAX_FILE_BYTES } from '../../../src/bot/support/refuse-file.ts';
import { createBotApi } from '../../../src/bot/telegram/bot-api.ts';
import { createDownload } from '../../../src/bot/telegram/download.ts';
import { createApology, createHandleEvent, createIsSecret } from '../../../src/bot/telegram/handle-event.ts';
import { poll } from '../../../src/bot/telegram/polling.ts';
import { openDatabase } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrations.ts';
import { startLocalTelegram } from '../../../src/local-telegram/local-telegram.ts';
import type { ChatMessage } from '../../../src/local-telegram/types.ts';
import { createTranslate } from '../../../src/messages/messages.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { createTestBackend } from '../../support/backend.ts';
import { postgresqlMissing, startPostgresql } from '../../support/postgresql.ts';

export const GROUP = -1_001_000_000_077;
/** A Wednesday, 12:00 in Kazakhstan. */
export const NOON = new Date('2026-11-25T07:00:00Z');
const HOURS = { days: [1, 2, 3, 4, 5], from: 540, to: 1080 };

export type SupportRig = Awaited<ReturnType<typeof startSupportRig>>;

export async function startSupportRig({ forum = true }: { readonly forum?: boolean } = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'support-'));
  const cluster = postgresqlMissing ? undefined : await startPostgresql();
  const database = await openDatabase(
    cluster
      ? { kind: 'postgresql', url: await cluster.createDatabase(), connections: 6 }
      : { kind: 'embedded', directory },
  );
  await migrate(database, 'prisma/bot');
  const telegram = await startLocalTelegram();
  const api = createBotApi({ token: telegram.token, apiRoot: telegram.url });
  const sealing = createSealing(randomBytes(32));
  const staff = createStaffStore(database, sealing);
  const audit = createStaffAudit(database);
  const translate = createTranslate();
  const log = pino({ level: process.env.RIG_LOG ?? 'silent' }, pino.destination(2));
  const time = { now: NOON };
  const clock = () => time.now;
  const backend = createTestBackend(clock);
  const people = { find: async () => ({ value: { givenName: 'Test', surname: 'SYNAQ', patronymic: null } }) };
  const services = { ...backend.services, people };
  const flow = createFlow(services, { pictureCode: false });
  const draftLifetime = { days: 7 };
  const engine = createEngine({ flow, services, buildFiles: () => [], draftLifetime });
  const stopping = new AbortController();
  const download = createDownload(api, { apiRoot: telegram.url, token: telegram.token }, MAX_FILE_BYTES);
  // The time limit would only tell how busy the machine is.
  const reading = createReading({ threads: 1, timeMs: 120_000 });
  const sendNow: SendNow = (effect, signal = stopping.signal) => inbox.send(effect, { signal });
  const { route } = openSupport({
    ...{ groupId: GROUP, language: 'en', hours: HOURS, database, sealing, api, flow, staff, audit, translate },
    ...{ download, look: reading.look, clock, log, inbox: () => inbox, sendNow },
  });
  const tickets = createTicketStore(database, sealing);
  const stats = openStats({ database, staff, flow, translate, clock, groupId: GROUP });
  const inbox: Inbox = createInbox({
    store: createInboxStore(database, sealing),
    api,
    handle: createDispatch(
      [route, stats],
      createHandleEvent({ engine, flow, translate, download, clock, draftLifetime }),
    ),
    apology: createApology(translate, flow),
    isSecret: createIsSecret(flow),
    isOutage: isSupportOutage,
    hashChat: String,
    log,
    limits: { retry: { firstMs: 20, capMs: 100 }, beatMs: 50 },
  });
  await inbox.start();
  const polling = poll({ api, accept: inbox.accept, mayPoll: async () => true, log }, stopping.signal);

  let persons = 0;
  const person = (name: string, language = 'en') =>
    telegram.addPerson({ id: 820_000_000 + ++persons, first_name: name, language_code: language });
  const group = telegram.group({ id: GROUP, title: 'Support', forum, members: [] });
  /** Somebody in the staff's group, with this role or none. */
  const colleague = async (name: string, role?: 'owner' | 'broadcaster' | 'support') => {
    const someone = person(name);
    group.setMember(someone.user.id, 'member');
    if (role) await staff.grant(someone.user.id, role, { actor: 1, key: `test:${persons}`, name });
    return someone;
  };
  const owner = await colleague('Owner', 'owner');
  const rows = <Row>(text: string) => database.query<Row>({ name: '', text });

  return {
    telegram,
    group,
    route,
    staff,
    tickets,
    inbox,
    time,
    owner,
    person,
    colleague,
    rows,
    /** What the bot has written in the group, as it stands there. */
    inGroup: () => owner.messages(GROUP).filter(({ from }) => from.is_bot),
    seesInGroup: (text: string | RegExp) =>
      owner.waitFor(
        (message) => message.from.is_bot && matches(textOf(message), text),
        Number(process.env.RIG_MS ?? 20_000),
        { chatId: GROUP },
      ),
    /** Resolves when everything that was said is dealt with. */
    async untilIdle() {
      // Updates are confirmed with the call after the one that brought them.
      while (((await api.call('getWebhookInfo', {})) as { pending_update_count: number }).pending_update_count > 0) {
        await inbox.depth();
      }
      while ((await rows('SELECT 1 FROM conversation WHERE owner IS NOT NULL LIMIT 1')).length > 0) await inbox.depth();
    },
    async close() {
      stopping.abort();
      await polling;
      await inbox.stop();
      await reading.close();
      await database.close();
      await telegram.close();
      await cluster?.remove();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export const textOf = ({ text, caption }: ChatMessage): string => text ?? caption ?? '';
export const matches = (text: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
export const labels = ({ reply_markup: markup }: ChatMessage): string[] =>
  markup?.inline_keyboard.flat().map(({ text }) => text) ?? [];
