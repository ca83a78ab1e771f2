// Work by the clock, on pg-boss in the bot's own database: one instance does it, whichever is free. Knows no job's content.
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

export async function startJobs(database: Database, jobs: readonly Job[], log: Logger): Promise<Jobs> {
  const { engine } = createBoss(database, ({ name }) => log.warn({ errorClass: name }, 'the job queue has a problem'));
  await engine.start();
  for (const { name, cron, run } of jobs) {
    await engine.createQueue(name);
    await engine.work(name, run);
    await engine.schedule(name, cron);
  }
  return { stop: () => engine.stop({ graceful: true, close: false, timeout: STOP_MS }) };
}
