// pg-boss on a program's own database. Knows queues and schedules, not what a job does.
import { createHash } from 'node:crypto';
import PgBoss from 'pg-boss';
import type { Database } from '../database/database.ts';
import { type Sql, statement } from '../database/sql.ts';

export interface Boss {
  readonly engine: PgBoss;
  /** To be given to `send` and `insert`, so that a job is ordered in the transaction that causes it. */
  within(sql: Sql): PgBoss.Db;
  /** For a queue in which very many jobs may wait: its next one is found without sorting all of them. The queue exists. */
  expectMany(queue: string): Promise<void>;
}

const partitionOf = statement(
  'boss_partition',
  `SELECT partition_name AS "partition", to_regclass('pgboss.' || partition_name || '_next') IS NOT NULL AS "isIndexed"
   FROM pgboss.queue WHERE name = $1`,
);
/** In the order in which pg-boss takes jobs, for which it brings no index. The lock: of two that start at once one makes it. */
const indexWaiting = (partition: string) => `
  SELECT pg_advisory_xact_lock(hashtext('${partition}'));
  CREATE INDEX IF NOT EXISTS ${partition}_next ON pgboss.${partition} (priority DESC, created_on, id) WHERE state < 'active';`;

export function createBoss(database: Database, onError: (error: Error) => void): Boss {
  const within = (sql: Sql) => executor(sql, (text) => database.script(text));
  const db = reportOutcomeErrors(within(database), onError);
  const engine = new PgBoss({ db, schema: 'pgboss' });
  engine.on('error', onError);
  return {
    engine,
    within,
    async expectMany(queue) {
      const [found] = await database.query<{ partition: string; isIndexed: boolean }>(partitionOf, [queue]);
      if (!found) throw new Error(`no queue is called ${queue}`);
      if (!found.isIndexed) await database.script(indexWaiting(found.partition)); // which locks, even when there is one
    },
  };
}

/** pg-boss's statements on ours: a script when there are no values, else prepared under a name made from the text. */
const executor = (sql: Sql, script: (text: string) => Promise<void>): PgBoss.Db => ({
  async executeSql(text: string, values?: unknown[]) {
    if (!values && isScript(text)) {
      await script(text);
      return { rows: [] };
    }
    const name = `boss_${createHash('sha256').update(text).digest('hex').slice(0, 40)}`;
    return { rows: await sql.query<Record<string, unknown>>(statement(name, text), values ?? []) };
  },
});

/** Several statements cannot be prepared together. */
const isScript = (text: string): boolean => text.trim().replace(/;\s*$/, '').includes(';');

/**
 * pg-boss 10 does not await what it writes when a job has ended (queue, ids, output), so with the database gone that
 * rejection would end the process. The job stays active until it expires, and is then done again.
 */
function reportOutcomeErrors({ executeSql }: PgBoss.Db, onError: (error: Error) => void): PgBoss.Db {
  const isOutcome = (values?: unknown[]) => values?.length === 3 && Array.isArray(values[1]);
  return {
    async executeSql(text, values) {
      try {
        return await executeSql(text, values);
      } catch (error) {
        if (!isOutcome(values)) throw error;
        onError(error as Error);
        return { rows: [{ count: '0' }] };
      }
    },
  };
}
