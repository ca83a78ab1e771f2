// `npm run migration -- backend add-something`: writes the SQL between the last migration and the schema.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/database/database.ts';
import { readMigrations, startSchemaEngine } from '../src/database/migrations.ts';

const [program = '', name = ''] = process.argv.slice(2);
if (!/^(bot|backend)$/.test(program) || !/^[a-z0-9-]+$/.test(name)) {
  console.error('usage: npm run migration -- bot|backend name-of-the-change');
  process.exit(2);
}

const folder = join('prisma', program);
const directory = await mkdtemp(join(tmpdir(), 'migration-'));
const shadow = await openDatabase({ kind: 'embedded', directory });
try {
  const path = join(folder, 'schema.prisma');
  const engine = await startSchemaEngine(shadow);
  const { stdout } = await engine.diff({
    from: { tag: 'migrations', ...(await readMigrations(folder)) },
    to: { tag: 'schemaDatamodel', files: [{ path, content: await readFile(path, 'utf8') }] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const migration = join(folder, 'migrations', `${stamp}_${name.replaceAll('-', '_')}`);
  await mkdir(migration, { recursive: true });
  await writeFile(join(folder, 'migrations', 'migration_lock.toml'), 'provider = "postgresql"\n');
  await writeFile(join(migration, 'migration.sql'), stdout ?? '');
  console.log(join(migration, 'migration.sql'));
} finally {
  await shadow.close();
  await rm(directory, { recursive: true });
}
