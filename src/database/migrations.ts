// Applies prisma/*/migrations with Prisma's own schema engine, compiled to WebAssembly: no binary to download, and the
// ordinary `_prisma_migrations` table, so `prisma migrate deploy` goes on working for whoever has the engine.
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { Database } from './database.ts';
import { statement } from './sql.ts';

const appliedMigrations = statement(
  'applied_migrations',
  'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
);

/** Brings the database to the newest of the migrations below `folder` (prisma/bot or prisma/backend). */
export async function migrate(database: Database, folder: string): Promise<void> {
  const migrationsList = await readMigrations(folder);
  const applied = new Set(
    await database.query<{ name: string }>(appliedMigrations).then(
      (rows) => rows.map(({ name }) => name),
      () => [], // no such table: nothing was ever applied
    ),
  );
  if (migrationsList.migrationDirectories.every(({ path }) => applied.has(path))) return;
  const engine = await startSchemaEngine(database);
  await engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } });
}

/** The migrations of a program in the form that the engine wants them. */
export async function readMigrations(folder: string): Promise<engineModule.MigrationList> {
  const baseDir = join(folder, 'migrations');
  const entries = await readdir(baseDir, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((each) => each.isDirectory()).map(({ name }) => name);
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.sort().map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(join(baseDir, path, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  };
}

type EngineBindings = WebAssembly.ModuleImports & { __wbg_set_wasm(exports: unknown): void };

/** The engine on this database; the caller frees nothing, it goes with the process. */
export async function startSchemaEngine(database: Pick<Database, 'adapter'>): Promise<engineModule.SchemaEngine> {
  loaded ??= loadEngine();
  await loaded;
  return engineModule.SchemaEngine.new(
    { datamodels: undefined },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(database.adapter),
  );
}

/** Once per process: the bindings hold the memory of one instance only, so a second one would destroy the first. */
let loaded: Promise<void> | undefined;

async function loadEngine(): Promise<void> {
  const bindings = { ...engineModule } as unknown as EngineBindings;
  const bytes = await readFile(
    createRequire(import.meta.url)
      .resolve('@prisma/schema-engine-wasm')
      .replace(/schema_engine\.js$/, 'schema_engine_bg.wasm'),
  );
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}
