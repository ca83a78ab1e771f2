// What happens without anybody asking: letters leave, deadlines pass, signing goes on after a crash, old rows go.
import type PgBoss from 'pg-boss';
import type { Sql } from '../../database/sql.ts';
import { KAZAKHSTAN_TIME_ZONE } from '../../domain/clock.ts';
import type { Boss } from '../../job-queue/boss.ts';

export const LETTER_QUEUE = 'letter';

/** Each worker takes one letter a second at most, and waits while a mail server says nothing. */
const LETTERS_AT_ONCE = 5;

/** Half a day of tries: 15 s, 30 s, 1 min ... 8 h. */
export const letterRetries = { retryLimit: 11, retryDelay: 15, retryBackoff: true } as const;

export interface Work {
  /** `last`: there will be no other try. Throws to be tried again. */
  sendLetter(id: string, last: boolean): Promise<void>;
  /** Each run on its own schedule, and all at the start. */
  readonly sweeps: Readonly<Record<string, { readonly cron: string; run(): Promise<void> }>>;
}

/** Orders the sending of letters in the transaction of their move. */
export const createEnqueue =
  ({ engine, within }: Boss) =>
  async (sql: Sql, ids: readonly string[]): Promise<void> => {
    const jobs = ids.map((letter) => ({ name: LETTER_QUEUE, data: { letter } }));
    await engine.insert(jobs, { db: within(sql) } as PgBoss.InsertOptions);
  };

export async function startJobs({ engine }: Boss, { sendLetter, sweeps }: Work): Promise<void> {
  const options = { batchSize: 1, pollingIntervalSeconds: 1, includeMetadata: true } as const;
  for (let worker = 0; worker < LETTERS_AT_ONCE; worker++)
    await engine.work<{ letter: string }>(
      LETTER_QUEUE,
      options,
      async ([job]: PgBoss.JobWithMetadata<{ letter: string }>[]) => {
        if (job) await sendLetter(job.data.letter, job.retryCount >= job.retryLimit);
      },
    );
  for (const [name, { cron, run }] of Object.entries(sweeps)) {
    await engine.createQueue(name, { name, policy: 'short', retryLimit: 0, expireInSeconds: 600 });
    await engine.work(name, { pollingIntervalSeconds: 5 }, run);
    await engine.schedule(name, cron, {}, { tz: KAZAKHSTAN_TIME_ZONE });
  }
}

/** Before anything that sends letters: a job needs its queue. */
export async function openQueues({ engine, expectMany }: Boss): Promise<void> {
  await engine.start();
  await engine.createQueue(LETTER_QUEUE, { name: LETTER_QUEUE, ...letterRetries });
  await expectMany(LETTER_QUEUE);
}
