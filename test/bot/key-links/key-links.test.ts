import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createKeyLinkMemory, type KeyLinkStore } from '../../../src/bot/key-links/key-link-store.ts';
import {
  createKeyLinks,
  type KeyLink,
  type KeyLinkRequest,
  type KeyLinks,
} from '../../../src/bot/key-links/key-links.ts';
import { createKeyLinkStore } from '../../../src/bot/storage/key-link-store.ts';
import { type Database, openDatabase } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrations.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { type Postgresql, postgresqlMissing, startPostgresql } from '../../support/postgresql.ts';

const request: KeyLinkRequest = {
  purpose: 'make-key',
  chatId: 4_211_907_331,
  language: 'kk',
  domain: 'alatau.kz',
  storage: 'this-device',
};
const HOUR = 60 * 60 * 1000;
const engines = ['memory', 'embedded', ...(postgresqlMissing ? [] : ['postgresql' as const])] as const;
const tokenOf = (url: string) => new URL(url).hash.slice(1);

let folder: string;
let cluster: Postgresql;
const databases = new Map<string, Database>();

async function openStore(engine: (typeof engines)[number]): Promise<KeyLinkStore> {
  if (engine === 'memory') return createKeyLinkMemory();
  const location =
    engine === 'embedded'
      ? { kind: 'embedded' as const, directory: folder }
      : { kind: 'postgresql' as const, url: await cluster.createDatabase(), connections: 4 };
  const database = await openDatabase(location);
  databases.set(engine, database);
  await migrate(database, 'prisma/bot');
  return createKeyLinkStore(database, createSealing(randomBytes(32)));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'key-links-'));
  if (!postgresqlMissing) cluster = await startPostgresql();
});
afterAll(async () => {
  for (const database of databases.values()) await database.close();
  if (!postgresqlMissing) await cluster.remove();
  await rm(folder, { recursive: true });
});

describe.each(engines)('links kept in %s', (engine) => {
  let store: KeyLinkStore;
  let links: KeyLinks;
  let now: Date;
  beforeAll(async () => {
    store = await openStore(engine);
  });
  beforeEach(() => {
    now = new Date('2026-03-01T12:00:00Z');
    links = createKeyLinks(store, { publicUrl: 'https://bot.kz/ssl/', clock: () => now, randomBytes });
  });

  const use = (token: string, answer: string, work: (link: KeyLink) => Promise<'accepted' | { because: string }>) =>
    links.use(token, answer, work);
  const accept = async () => 'accepted' as const;

  test('lead to the page below PUBLIC_URL with the token in the fragment alone, each another', async () => {
    const urls = await Promise.all([links.create(request), links.create(request)]);
    for (const url of urls) expect(url).toMatch(/^https:\/\/bot\.kz\/ssl\/key\/#[\w-]{43}$/);
    expect(urls[0]).not.toBe(urls[1]);
  });

  test('are found by their token, for the chat they were made for', async () => {
    const finish: KeyLinkRequest = {
      ...request,
      purpose: 'finish',
      number: '482-093-755-618-804' as never,
      certificates: { certificate: 'leaf', chain: ['issuing'], root: 'root' },
    };
    const token = tokenOf(await links.create(finish));
    expect(await links.find(token)).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      request: finish,
      used: false,
    });
    expect(await links.find(`${token.slice(0, -2)}AA`)).toBeUndefined();
    expect(await links.find('')).toBeUndefined();
  });

  test('end after a day', async () => {
    const token = tokenOf(await links.create(request));
    now = new Date(now.getTime() + 24 * HOUR - 1);
    expect(await links.find(token)).toBeDefined();
    now = new Date(now.getTime() + 1);
    expect(await links.find(token)).toBeUndefined();
    expect(await use(token, 'csr', accept)).toEqual({ because: 'link-unknown' });
  });

  test('are used once; the same answer may be repeated, another is refused', async () => {
    const token = tokenOf(await links.create(request));
    const seen: string[] = [];
    const work = async ({ id }: KeyLink) => {
      seen.push(id);
      return 'accepted' as const;
    };
    expect(await use(token, 'first', work)).toBe('accepted');
    expect(await use(token, 'first', work)).toBe('accepted');
    expect(await use(token, 'second', work)).toEqual({ because: 'link-used' });
    expect(seen).toHaveLength(2);
    expect(new Set(seen).size).toBe(1);
    expect(await links.find(token)).toMatchObject({ used: true });
  });

  test('let one of many comers through', async () => {
    const token = tokenOf(await links.create(request));
    const results = await Promise.all(Array.from({ length: 12 }, (_, i) => use(token, `answer ${i}`, accept)));
    expect(results.filter((result) => result === 'accepted')).toHaveLength(1);
  });

  test('can be used again when the work refused or broke', async () => {
    const token = tokenOf(await links.create(request));
    expect(await use(token, 'a', async () => ({ because: 'csr-refused' }))).toEqual({ because: 'csr-refused' });
    await expect(use(token, 'b', () => Promise.reject(new Error('no database')))).rejects.toThrow('no database');
    expect(await use(token, 'c', accept)).toBe('accepted');
  });

  test('are removed when they have ended, and only then', async () => {
    const old = tokenOf(await links.create(request));
    now = new Date(now.getTime() + 23 * HOUR);
    const young = tokenOf(await links.create(request));
    const later = new Date(now.getTime() + 2 * HOUR);
    await store.removeExpired(later);
    expect(await links.find(old)).toBeUndefined(); // by the clock it would be alive: it is gone
    expect(await links.find(young)).toBeDefined();
  });

  if (engine === 'memory') return; // there is no table
  test('say nothing in the table: neither token nor domain', async () => {
    const token = tokenOf(await links.create({ ...request, domain: 'seldom-written.kz' }));
    const database = databases.get(engine) as Database;
    const rows = await database.query<{ row: string }>({
      name: 'test_rows',
      text: 'SELECT key_link::text AS row FROM key_link',
    });
    const text = rows.map(({ row }) => row).join('\n');
    const hex = (secret: string | Buffer) => Buffer.from(secret).toString('hex');
    expect(text).toContain('4211907331');
    for (const secret of [
      token,
      hex(token),
      hex(Buffer.from(token, 'base64url')),
      'seldom-written',
      hex('seldom-written'),
    ]) {
      expect(text).not.toContain(secret);
    }
  });
});
