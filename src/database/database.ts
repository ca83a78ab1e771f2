// Opens PostgreSQL, or the same engine embedded (PGlite) in a folder. Knows no table.
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { openEmbedded } from './embedded.ts';
import { openPostgresql } from './postgresql.ts';
import type { Sql } from './sql.ts';

export type DatabaseLocation =
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'postgresql'; readonly url: string; readonly connections: number };

export interface Database extends Sql {
  /** What Prisma's client and the migrations connect through. */
  readonly adapter: SqlMigrationAwareDriverAdapterFactory;
  /** All statements of `work` take effect, or none. */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** Runs several statements at once; only for text of our own, never for values. */
  script(text: string): Promise<void>;
  close(): Promise<void>;
}

export const openDatabase = (location: DatabaseLocation): Promise<Database> =>
  location.kind === 'embedded' ? openEmbedded(location.directory) : openPostgresql(location.url, location.connections);
