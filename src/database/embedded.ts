import { mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type Transaction, types } from '@electric-sql/pglite';
import { dataDir as emptyCluster } from '@electric-sql/pglite-prepopulatedfs';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import type { Database } from './database.ts';
import type { Sql } from './sql.ts';

export async function openEmbedded(directory: string): Promise<Database> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(directory);
  const engine = await startEngine(directory);

  const on = (client: PGlite | Transaction): Sql => ({
    async query<Row>({ text }: { text: string }, values: readonly unknown[] = []) {
      const { rows } = await client.query<Row>(text, [...values]);
      return rows;
    },
  });

  return {
    ...on(engine),
    adapter: new PrismaPGlite(engine) as unknown as Database['adapter'],
    transaction: (work) => engine.transaction((transaction) => work(on(transaction))),
    async script(text) {
      await engine.exec(text);
    },
    async close() {
      await engine.close();
      await unlock();
    },
  };
}

/** `initdb` takes 5 s in WebAssembly, unpacking an empty cluster 1 s; one that was cut short is begun again. */
async function startEngine(directory: string): Promise<PGlite> {
  const dataDir = join(directory, 'pglite');
  const complete = join(directory, 'complete');
  const parsers = { [types.INT8]: Number };
  if (await stat(complete).catch(() => undefined)) return PGlite.create({ dataDir, parsers });
  await rm(dataDir, { recursive: true, force: true });
  const engine = await PGlite.create({ dataDir, parsers, loadDataDir: await emptyCluster() });
  await writeFile(complete, '');
  return engine;
}

/** Two processes in one PGlite folder destroy it, so the second one is refused. */
async function lockFolder(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, 'lock');
  const holder = Number(await readFile(path, 'utf8').catch(() => ''));
  if (holder > 0 && isRunning(holder)) {
    throw new Error(`${directory} is in use by process ${holder}; stop it, or set DATA_DIR to another folder`);
  }
  await rm(path, { force: true });
  const file = await open(path, 'wx', 0o600);
  await file.writeFile(String(process.pid));
  await file.close();
  return () => rm(path, { force: true });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
