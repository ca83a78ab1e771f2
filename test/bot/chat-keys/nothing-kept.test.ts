// The real inbox on a real database and the local Bot API: whatever is stored, logged or called is opened and searched for the
// password and for the key's own numbers.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { type Conversation, newConversation } from '../../../src/bot/conversation/conversation.ts';
import { createEngine } from '../../../src/bot/conversation/engine.ts';
import { createFlow } from '../../../src/bot/conversation/flow.ts';
import type { Services } from '../../../src/bot/conversation/services.ts';
import { CHAT_CONSENT_VERSION } from '../../../src/bot/conversation/steps/chat-consent.ts';
import { createInbox, type Inbox } from '../../../src/bot/inbox/inbox.ts';
import { createInboxStore } from '../../../src/bot/storage/inbox-store.ts';
import { createSetAsideEvents } from '../../../src/bot/storage/set-aside.ts';
import { createBotApi } from '../../../src/bot/telegram/bot-api.ts';
import { createDownload } from '../../../src/bot/telegram/download.ts';
import { createApology, createHandleEvent, createIsSecret } from '../../../src/bot/telegram/handle-event.ts';
import { createSecretFiles } from '../../../src/bot/telegram/secret-files.ts';
import { ALLOWED_UPDATES } from '../../../src/bot/telegram/update.ts';
import { type Database, openDatabase } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrations.ts';
import { type LocalTelegram, startLocalTelegram } from '../../../src/local-telegram/local-telegram.ts';
import { createTranslate } from '../../../src/messages/messages.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { createAuthority } from '../../certificate-files/authority.ts';
import { findSecret, numbersOf } from '../../key-page/find-secret.ts';
import { createTestBackend } from '../../support/backend.ts';
import { now } from '../../support/step.ts';
import { wholeDraft } from '../../support/stored.ts';

const password = 'Qarlygash7#Tau';
const chatId = 800_000_001;
const { csr: _, ...draft } = wholeDraft;
const atPassword = {
  ...newConversation,
  language: 'en',
  place: 'question',
  asked: 'chat-key',
  draftId: 'tg:0',
  lastSeenAt: now.toISOString(),
  draft: {
    ...draft,
    'key-storage': 'chat',
    'chat-consent': { version: CHAT_CONSENT_VERSION, agreedAt: now.toISOString() },
  },
} satisfies Conversation | Record<string, unknown>;

let directory: string;
let database: Database;
let telegram: LocalTelegram;
let inbox: Inbox;
let said: Buffer[];
const sealing = createSealing(randomBytes(32));
const log = pino(
  { level: 'trace' },
  new Writable({
    write(chunk, _encoding, done) {
      said.push(chunk);
      done();
    },
  }),
);

beforeEach(async () => {
  said = [];
  directory = await mkdtemp(join(tmpdir(), 'nothing-kept-'));
  database = await openDatabase({ kind: 'embedded', directory });
  await migrate(database, 'prisma/bot');
  telegram = await startLocalTelegram();
});
afterEach(async () => {
  expect(telegram.calls.problems()).toEqual([]);
  await inbox.stop();
  await database.close();
  await telegram.close();
  await rm(directory, { recursive: true, force: true });
});

async function start(change: (services: Services) => Partial<Services> = () => ({}), knowsSecrets = true) {
  const api = createBotApi({ token: telegram.token, apiRoot: telegram.url });
  const download = createDownload(api, { apiRoot: telegram.url, token: telegram.token }, 16 * 1024);
  const translate = createTranslate();
  const backend = createTestBackend(() => now);
  const secretFiles = createSecretFiles({
    sendNow: (effect) => inbox.send(effect, { signal: AbortSignal.timeout(20_000) }),
    download,
    translate,
  });
  const services = { ...backend.services, secretFiles, ...change(backend.services) };
  const flow = createFlow(services, { pictureCode: true, keysInChat: true });
  const draftLifetime = { days: 7 };
  const engine = createEngine({ flow, services, buildFiles: () => [], draftLifetime });
  inbox = createInbox({
    store: createInboxStore(database, sealing),
    api,
    handle: createHandleEvent({ engine, flow, translate, download, clock: () => now, draftLifetime }),
    apology: createApology(translate, flow),
    ...(knowsSecrets && { isSecret: createIsSecret(flow) }),
    hashChat: () => 'chat',
    log,
    limits: { retry: { firstMs: 10, capMs: 50 } },
  });
  await inbox.start();
  const person = telegram.addPerson({ id: chatId, first_name: 'Someone', language_code: 'en' });
  person.say('/start');
  let offset = 0;
  const catchUp = async () => {
    const params = { offset, timeout: 0, allowed_updates: ALLOWED_UPDATES };
    const updates = (await api.call('getUpdates', params)) as { update_id: number }[];
    offset = (updates.at(-1)?.update_id ?? offset) + 1;
    return updates;
  };
  await catchUp();
  const state = sealing.seal(atPassword, `conversation.state:${chatId}`);
  await database.query({ name: '', text: 'INSERT INTO conversation (chat_id, state, pending) VALUES ($1, $2, 0)' }, [
    chatId,
    state,
  ]);
  const bots = () => person.messages().filter(({ from }) => from.is_bot);
  const sees = async (words: string) => {
    const isThere = () => bots().some(({ text, caption }) => (text ?? caption ?? '').includes(words));
    while (!isThere()) await setTimeout(20);
    const busy = 'SELECT 1 FROM conversation WHERE pending > 0 OR outbox IS NOT NULL';
    while ((await database.query({ name: '', text: busy })).length > 0) await setTimeout(20);
  };
  return {
    backend,
    person,
    sees,
    async says(text: string) {
      person.say(text);
      await inbox.accept(await catchUp());
    },
    async presses(label: string) {
      const message = bots().findLast(({ reply_markup: markup }) =>
        markup?.inline_keyboard.flat().some(({ text }) => text.startsWith(label)),
      );
      const full = message?.reply_markup?.inline_keyboard.flat().find(({ text }) => text.startsWith(label))?.text;
      if (!message || full === undefined) throw new Error(`nothing to press reads ${label}`);
      person.press(message, full);
      await inbox.accept(await catchUp());
    },
    async bytesOf(ending: string) {
      const document = bots().findLast(({ document: each }) => each?.file_name?.endsWith(ending))?.document;
      return Buffer.from(await download(document?.file_id ?? ''));
    },
  };
}

/** Every row of every table, sealed columns opened. */
async function stored(): Promise<Buffer> {
  const tables = await database.query<{ name: string }>({
    name: '',
    text: "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
  });
  const parts: string[] = [];
  for (const { name } of tables) {
    for (const row of await database.query<Record<string, unknown>>({ name: '', text: `SELECT * FROM "${name}"` })) {
      for (const [column, value] of Object.entries(row)) {
        const context = column === 'payload' ? `inbox:${row['key']}` : `${name}.${column}:${row['chat_id']}`;
        parts.push(value instanceof Uint8Array ? JSON.stringify(sealing.open(value, context)) : String(value));
      }
    }
  }
  return Buffer.from(parts.join('\n'));
}

/** The database's own files, byte for byte, as somebody finds them who has no key to them. */
async function onDisk(): Promise<Buffer> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Buffer.concat(await Promise.all(files.map((file) => readFile(file))));
}

const called = () =>
  Buffer.from(JSON.stringify(telegram.calls.entries().map(({ method, params }) => [method, params])));

describe('of a key that the bot made', () => {
  test('nothing is found in tables, files, logs and calls, neither after making it nor after the key store', async () => {
    const chat = await start();
    await chat.says(password);
    await chat.sees('Please check everything');
    const keyFile = await chat.bytesOf('.key');
    const numbers = numbersOf(keyFile.toString(), password);
    const secrets = { password: Buffer.from(password), ...numbers.secret };
    const searchAll = async () => ({
      tables: await stored(),
      logs: Buffer.concat(said),
      calls: called(),
    });
    const foundOnDisk = async () => {
      const files = await onDisk();
      expect(files.length).toBeGreaterThan(1_000_000);
      return Object.entries(secrets).flatMap(([name, secret]) =>
        [secret, secret.toString('hex'), secret.toString('base64').slice(0, -4)]
          .filter((needle) => files.includes(needle))
          .map(() => `${name} on disk`),
      );
    };
    const found = async () =>
      Object.entries(await searchAll()).flatMap(([place, bytes]) =>
        Object.entries(secrets).flatMap(([name, secret]) =>
          findSecret(secret, bytes).map((form) => `${name} in ${place} as ${form}`),
        ),
      );
    // The search sees what is there: the request in the draft, the turn in the log, the caption in the calls.
    const places = await searchAll();
    expect(findSecret(numbers.public, places.tables)).toContain('base64');
    expect(places.tables.includes(keyFile.subarray(100, 160))).toBe(false);
    expect(places.logs.toString()).toContain('a turn is stored');
    expect(places.calls.toString()).toContain('encrypted under your password');
    expect(await found()).toEqual([]);
    expect(await foundOnDisk()).toEqual([]);
    expect(chat.person.messages().some(({ text }) => text === password)).toBe(false);

    await chat.presses('✅ Submit');
    await chat.sees('is submitted');
    const authority = createAuthority();
    try {
      const [submission] = chat.backend.submitted.values();
      const certificates = authority.issue('alatau.kz', submission?.csr ?? '');
      chat.backend.services.applications.certificates = async () => ({ value: certificates });
      const [call] = telegram.calls.entries('sendDocument').slice(-1);
      const number = /\d{3}(-\d{3}){4}/.exec(JSON.stringify(call?.params))?.[0] ?? '';
      chat.backend.change(number, 'issued');
      await inbox.enqueue([{ key: 'status:1', chatId, kind: 'status-change', payload: { number, status: 'issued' } }]);
      await chat.sees('issued');
      await chat.presses('📦 Key store .p12');
      await chat.sees('Type the password that you gave');
      await chat.says(password);
      await chat.sees('The file is above');
    } finally {
      authority.remove();
    }
    expect(await found()).toEqual([]);
    expect(await foundOnDisk()).toEqual([]);
    expect(chat.person.messages().some(({ text }) => text === password)).toBe(false);
  });

  test('a password that cannot be handled is set aside without its text, and replaying that does nothing', async () => {
    const chat = await start(failing);
    await chat.says(password);
    await chat.sees('Something went wrong on our side');
    expect(findSecret(Buffer.from(password), await stored())).toEqual([]);
    expect(findSecret(Buffer.from(password), Buffer.concat(said))).toEqual([]);
    const events = createSetAsideEvents(database);
    const [kept] = await events.list(1);
    expect(kept).toMatchObject({ kind: 'telegram', errorClass: 'Broken' });
    expect(await events.replay(kept?.key ?? '')).toBe(true);
    inbox.hasMore();
    const waiting = { name: '', text: 'SELECT 1 FROM conversation WHERE pending > 0' };
    while ((await database.query(waiting)).length > 0) await setTimeout(20);
    expect(await events.list(1)).toEqual([]);
  });

  test('the same without knowing what is secret would keep it: the search finds what is there', async () => {
    const chat = await start(failing, false);
    await chat.says(password);
    await chat.sees('Something went wrong on our side');
    expect(findSecret(Buffer.from(password), await stored())).toContain('raw');
  });
});

class Broken extends Error {
  override readonly name = 'Broken';
}
const failing = ({ keyMaker }: Services): Partial<Services> => ({
  keyMaker: {
    ...keyMaker,
    make: async (_domain, typed) => {
      throw new Broken(`could not make a key under ${typed}`);
    },
  },
});
