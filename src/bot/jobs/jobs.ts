// Work by the clock, on pg-boss in the bot's own database: one instance does it, whichever is free. Knows no job's content.
import PgBoss from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from '../../database/database.ts';

export interface Job {
  /** Letters, digits, dashes. */
  readonly name: string;
  /** Five fields, in UTC. */
  readonly cron: string;
  run(): Promise<void>;
}

export interface Jobs {
  stop(): Promise<void>;
}

const STOP_MS = 5_000;

export async function startJobs(database: Database, jobs: readonly Job[], log: Logger): Promise<Jobs> {
  const boss = new PgBoss({ db: { executeSql: (text, values) => execute(database, text, values) } });
  boss.on('error', (error) => log.warn({ errorClass: error.name }, 'the job queue has a problem'));
  await boss.start();
  for (const { name, cron, run } of jobs) {
    await boss.createQueue(name);
    await boss.work(name, run);
    await boss.schedule(name, cron);
  }
  return { stop: () => boss.stop({ graceful: true, timeout: STOP_MS, wait: true }) };
}

/** pg-boss sends its migrations and its clearing as several statements in one text, without values. */
async function execute(database: Database, text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> {
  if (values.length === 0 && /^\s*BEGIN\b/.test(text)) {
    await database.script(text);
    return { rows: [] };
  }
  return { rows: await database.query({ name: '', text }, values) };
}
