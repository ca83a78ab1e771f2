import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import pino from 'pino';
import { startJobs } from '../../../src/bot/jobs/jobs.ts';
import { openDatabase } from '../../../src/database/database.ts';
import { postgresqlMissing, startPostgresql } from '../../support/postgresql.ts';

const schedules = { name: '', text: 'SELECT name, cron FROM pgboss.schedule ORDER BY name' };
const jobs = [
  { name: 'purge', cron: '7 * * * *', run: async () => {} },
  { name: 'remind', cron: '*/5 * * * *', run: async () => {} },
];
const log = pino({ level: 'silent' });

test('jobs are scheduled once in the embedded database, also by a second start', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'jobs-'));
  const database = await openDatabase({ kind: 'embedded', directory });
  for (let start = 0; start < 2; start += 1) await (await startJobs(database, jobs, log)).stop();
  expect(await database.query(schedules)).toEqual(jobs.map(({ name, cron }) => ({ name, cron })));
  await database.close();
  await rm(directory, { recursive: true });
});

(postgresqlMissing ? test.skip : test)('two instances that start together run a job once', async () => {
  const cluster = await startPostgresql();
  const database = await openDatabase({ kind: 'postgresql', url: await cluster.createDatabase(), connections: 4 });
  let runs = 0;
  const run = async () => {
    runs += 1;
  };
  const counted = { name: 'count', cron: '0 0 1 1 *', run };
  try {
    const started = await Promise.all([1, 2].map(() => startJobs(database, [...jobs, counted], log)));
    await database.query({ name: '', text: `INSERT INTO pgboss.job (name) VALUES ('count')` });
    const completed = `SELECT 1 FROM pgboss.job WHERE name = 'count' AND state = 'completed'`;
    while ((await database.query({ name: '', text: completed })).length === 0) await delay(100);
    await Promise.all(started.map(({ stop }) => stop()));
    expect(runs).toBe(1);
  } finally {
    await database.close();
    await cluster.remove();
  }
});
