import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Database, openDatabase } from '../../src/database/database.ts';
import { migrate, readMigrations } from '../../src/database/migrations.ts';
import { statement } from '../../src/database/sql.ts';
import { type Postgresql, postgresqlMissing, startPostgresql } from '../support/postgresql.ts';

if (postgresqlMissing) console.warn(`Skipped: ${postgresqlMissing}`);

let folder: string;
let server: Postgresql | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'database-'));
  if (!postgresqlMissing) server = await startPostgresql();
});
afterAll(async () => {
  await server?.remove();
  await rm(folder, { recursive: true });
});

const engines = [
  {
    kind: 'embedded' as const,
    skip: false,
    location: async () => ({ kind: 'embedded' as const, directory: join(folder, 'embedded') }),
  },
  {
    kind: 'postgresql' as const,
    skip: postgresqlMissing !== undefined,
    location: async () => ({
      kind: 'postgresql' as const,
      url: (await server?.createDatabase()) ?? '',
      connections: 4,
    }),
  },
];

for (const { kind, skip, location } of engines) {
  (skip ? describe.skip : describe)(`a database, ${kind}`, () => {
    let database: Database;
    beforeAll(async () => {
      database = await openDatabase(await location());
      await database.script('CREATE TABLE note (id int PRIMARY KEY, at timestamptz, body bytea, big int8, json jsonb)');
    });
    afterAll(() => database.close());

    const add = statement('add_note', 'INSERT INTO note (id, at, body, big, json) VALUES ($1, $2, $3, $4, $5)');
    const all = statement('all_notes', 'SELECT * FROM note ORDER BY id');

    test('gives back the same types', async () => {
      const at = new Date('2026-11-22T10:00:00.123Z');
      await database.query(add, [1, at, Buffer.from('абв'), 9_007_199_254_740_991, { a: ['ә'] }]);
      const [row] = await database.query<{ at: Date; body: Uint8Array; big: number; json: unknown }>(all);
      expect(row).toMatchObject({ at, big: 9_007_199_254_740_991, json: { a: ['ә'] } });
      expect(Buffer.from(row?.body ?? []).toString()).toBe('абв');
    });

    test('takes all of a transaction or nothing', async () => {
      const failing = database.transaction(async (sql) => {
        await sql.query(add, [2, null, null, null, null]);
        await sql.query(add, [2, null, null, null, null]);
      });
      await expect(failing).rejects.toMatchObject({ code: '23505' });
      expect(await database.query(all)).toHaveLength(1);
    });

    test.each(['prisma/bot', 'prisma/backend'])(
      'is brought to the newest migration of %s, and no further',
      async (program) => {
        const own = kind === 'embedded' ? { kind, directory: join(folder, program) } : await location();
        const fresh = await openDatabase(own as Parameters<typeof openDatabase>[0]);
        await migrate(fresh, program);
        await migrate(fresh, program);
        const applied = await fresh.query(
          statement('applied', 'SELECT migration_name FROM _prisma_migrations ORDER BY 1'),
        );
        const { migrationDirectories } = await readMigrations(program);
        expect(applied).toEqual(migrationDirectories.map(({ path }) => ({ migration_name: path })));
        await fresh.close();
      },
    );
  });
}

test('an embedded database is refused to a second process', async () => {
  const directory = join(folder, 'locked');
  const first = await openDatabase({ kind: 'embedded', directory });
  const { writeFile } = await import('node:fs/promises');
  await writeFile(join(directory, 'lock'), '1'); // a process that always runs
  await expect(openDatabase({ kind: 'embedded', directory })).rejects.toThrow('in use by process 1');
  await first.close();
});
