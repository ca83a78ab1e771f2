// Work by the clock, on pg-boss in the bot's own database: one instance does it, whichever is free. Knows no job's content.
import { setTimeout as delay } from 'node:timers/promises';
import type PgBoss from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from '../../database/database.ts';
import { createBoss } from '../../job-queue/boss.ts';

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

const STOP_MS = 2_000;
const MAX_FAILURES = 5;
const RETRY_MS = 500;

export async function startJobs(database: Database, jobs: readonly Job[], log: Logger): Promise<Jobs> {
  const { engine } = createBoss(database, ({ name }) => log.warn({ errorClass: name }, 'the job queue has a problem'));
  await engine.start();
  for (const { name, cron, run } of jobs) {
    await ensureQueue(engine, name);
    await engine.work(name, run);
    await engine.schedule(name, cron);
  }
  return { stop: () => engine.stop({ graceful: true, close: false, timeout: STOP_MS }) };
}

/** Making a queue makes tables, and two instances that start together can stand in each other's way. */
async function ensureQueue(engine: PgBoss, name: string): Promise<void> {
  for (let failures = 0; ; failures += 1) {
    try {
      if (!(await engine.getQueue(name))) await engine.createQueue(name);
      return;
    } catch (error) {
      if (failures === MAX_FAILURES) throw error;
      await delay(Math.random() * RETRY_MS);
    }
  }
}
