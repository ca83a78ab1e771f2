import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTries } from '../../../src/backend/desk/login/tries.ts';
import { type Database, openDatabase } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrations.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';

let directory: string;
let database: Database;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'desk-tries-'));
  database = await openDatabase({ kind: 'embedded', directory });
  await migrate(database, 'prisma/backend');
});
afterAll(async () => {
  await database.close();
  await rm(directory, { recursive: true });
});

const sealing = createSealing(Buffer.alloc(32, 7));
const tries = () => createTries(database, sealing, () => new Date('2026-03-10T06:00:00Z'));
const address = (name: string) => [{ kind: 'address', name }] as const;

describe('tries of an address', () => {
  test.each<[string, string, string, boolean]>([
    ['the same IPv4 address', '192.0.2.1', '192.0.2.1', true],
    ['a neighbour in IPv4', '192.0.2.2', '192.0.2.3', false],
    ['another address of the same IPv6 network', '2001:db8:1:2::1', '2001:db8:1:2:ffff:1:2:3', true],
    ['a short form of the same IPv6 network', '2001:db8:3::1', '2001:db8:3:0:5::9', true],
    ['another IPv6 network', '2001:db8:4:2::1', '2001:db8:4:3::1', false],
  ])('%s (%s, %s): counted together? %s', async (_, first, second, together) => {
    for (let used = 0; used < 40; used++) expect(await tries().take(address(first))).toBeUndefined();
    const refused = await tries().take(address(second));
    expect(refused).toEqual(together ? { until: new Date('2026-03-10T06:15:00Z') } : undefined);
  });

  test('are given back one by one, not all at once', async () => {
    for (let used = 0; used < 40; used++) await tries().take(address('198.51.100.1'));
    await tries().giveBack(address('198.51.100.1'));
    expect(await tries().take(address('198.51.100.1'))).toBeUndefined();
    expect(await tries().take(address('198.51.100.1'))).toBeDefined();
  });
});
