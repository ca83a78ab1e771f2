// The configured database, for the backend itself and for what works on it from the command line.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Database, openDatabase } from '../database/database.ts';
import { migrate } from '../database/migrations.ts';
import type { BackendConfig } from './config.ts';

type Place = Pick<BackendConfig, 'databaseUrl' | 'dataDir'>;

/** As it is. A folder of PGlite has one user at a time. */
export const openConfigured = ({ databaseUrl, dataDir }: Place, connections: number): Promise<Database> =>
  openDatabase(
    databaseUrl === undefined
      ? { kind: 'embedded', directory: join(dataDir, 'backend') }
      : { kind: 'postgresql', url: databaseUrl, connections },
  );

/** With every migration applied. */
export async function openMigrated(place: Place, connections: number): Promise<Database> {
  const database = await openConfigured(place, connections);
  await migrate(database, MIGRATIONS);
  return database;
}

const MIGRATIONS = fileURLToPath(new URL('../../prisma/backend', import.meta.url));
