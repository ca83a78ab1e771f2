import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Database } from '../../src/database/database.ts';
import { statement } from '../../src/database/sql.ts';
import { type Boss, createBoss } from '../../src/job-queue/boss.ts';
import { engines, openRig, type Rig } from '../backend/storage/rig.ts';

interface Asked {
  readonly text: string;
  readonly values: readonly unknown[];
}

const QUEUE = 'letter';
const MANY = 5_000;
/** pg-boss asks for jobs of its own, too. */
const isFetch = ({ text, values }: Asked) => text.includes('SKIP LOCKED') && values.includes(QUEUE);
const failed = (error: Error) => {
  throw error;
};

describe.each(engines)('a queue in which many wait, %s', (engine) => {
  let rig: Rig;
  const bosses: Boss[] = [];
  beforeEach(async () => {
    rig = await openRig(engine, () => new Date());
  });
  afterEach(async () => {
    await Promise.all(
      bosses.splice(0).map((boss) => boss.engine.stop({ graceful: true, close: false, timeout: 5_000 })),
    );
    await rig.close();
  });

  async function openQueue(database: Database) {
    const boss = createBoss(database, failed);
    bosses.push(boss);
    await boss.engine.start();
    await boss.engine.createQueue(QUEUE);
    return boss;
  }

  test('gives its next job without sorting all of them, in the order of their coming', async () => {
    const asked: Asked[] = [];
    const watched: Database = {
      ...rig.database,
      query(asking, values = []) {
        asked.push({ text: asking.text, values });
        return rig.database.query(asking, values);
      },
    };
    const [one, other] = [await openQueue(watched), await openQueue(rig.database)];
    await Promise.all([one.expectMany(QUEUE), other.expectMany(QUEUE)]); // two processes that start together
    for (let first = 0; first < MANY; first += 1_000)
      await one.engine.insert(
        Array.from({ length: 1_000 }, (_, index) => ({ name: QUEUE, data: { at: first + index } })),
      );
    await rig.database.script('ANALYZE pgboss.job');

    const [job] = await one.engine.fetch<{ at: number }>(QUEUE);
    expect(job?.data.at).toBeLessThan(1_000);
    const { text = '', values = [] } = asked.find(isFetch) ?? {};
    const lines = await rig.database.query<{ 'QUERY PLAN': string }>(statement('boss_plan', `EXPLAIN ${text}`), values);
    const plan = lines.map((line) => line['QUERY PLAN']).join('\n');
    expect(plan).toContain('_next');
    expect(plan).not.toContain('Sort Key: job.priority');
  }, 60_000);

  test('has to be there', async () => {
    const boss = await openQueue(rig.database);
    await expect(boss.expectMany('nothing')).rejects.toThrow('no queue');
  }, 60_000);
});
