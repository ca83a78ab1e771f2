import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Database, type DatabaseLocation, openDatabase } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrations.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { type FakeBotApi, type Fault, startFakeBotApi } from '../../support/fake-bot-api.ts';
import { type Postgresql, postgresqlMissing, startPostgresql } from '../../support/postgresql.ts';
import { type Fleet, startFleet } from './fleet/fleet.ts';
import { noteHandovers, readHandovers } from './fleet/handovers.ts';
import { deliverAll, type Traffic } from './fleet/telegram-side.ts';
import { openStates, verify } from './fleet/verify.ts';

const SECRET = 'a-secret-of-the-test';
const nothingWrong = { wrongStates: 0, missingReplies: 0, disorderedChats: 0, unexplainedDuplicates: 0 };
const key = randomBytes(32);

let api: FakeBotApi;
let fleet: Fleet | undefined;
beforeEach(async () => {
  api = await startFakeBotApi();
});
afterEach(async () => {
  await fleet?.close();
  fleet = undefined;
  await api.close();
});

const launch = async (size: number, database: DatabaseLocation) => {
  fleet = await startFleet(size, {
    database,
    api: { url: api.url, token: api.token, timeLimit: 8_000 },
    secret: SECRET,
    key: key.toString('hex'),
  });
  return fleet;
};

/** Now and then Telegram refuses, fails, hangs, or loses the connection before or after it did what was asked. */
function troubled() {
  const counts: Record<string, number> = {};
  api.fault = (): Fault | undefined => {
    const [name, fault] = pickFault(Math.random());
    if (name) counts[name] = (counts[name] ?? 0) + 1;
    return fault;
  };
  return counts;
}

function pickFault(chance: number): [string, Fault] | [] {
  if (chance < 0.001) {
    const description = 'Too Many Requests: retry after 1';
    return ['429', { as: 'refuse', code: 429, description, parameters: { retry_after: 1 } }];
  }
  if (chance < 0.011) return ['502', { as: 'refuse', code: 502, description: 'Bad Gateway' }];
  if (chance < 0.013) return ['hang', { as: 'hang' }];
  if (chance < 0.023) return ['cut', { as: 'cut' }];
  if (chance < 0.026) return ['cut-after', { as: 'cut-after' }];
  return [];
}

/** Kills each time that `pause` is over, until `work` is done; gives the number of kills. */
async function killing(running: Fleet, pause: () => Promise<unknown>, work: Promise<unknown>): Promise<number> {
  let kills = 0;
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await Promise.race([done, pause()]);
    if (isDone) break;
    await running.kill();
    kills += 1;
  }
  return kills;
}

/** A process that is always killed before it has done anything would never come to an end. */
const moreCalls = (count: number) => {
  const before = api.calls.length;
  return api.until((calls) => calls.length >= before + count);
};

async function untilDone(database: Database): Promise<void> {
  const text = 'SELECT 1 FROM conversation WHERE pending > 0 OR outbox IS NOT NULL LIMIT 1';
  while ((await database.query({ name: 'busy', text })).length > 0) await delay(100);
}

const judge = async (traffic: Traffic, database: Database, { unanswered }: Fleet) => {
  const text = 'SELECT chat_id, state FROM conversation WHERE state IS NOT NULL';
  const rows = await database.query<{ chat_id: number; state: Uint8Array }>({ name: 'states', text });
  const states = openStates(rows, createSealing(key));
  return verify(traffic, states, api.calls, await readHandovers(database), unanswered);
};

const report = (name: string, counts: object) => process.stdout.write(`${name}: ${JSON.stringify(counts)}\n`);

(postgresqlMissing ? describe.skip : describe)('on PostgreSQL', () => {
  let cluster: Postgresql;
  let location: DatabaseLocation;
  let database: Database;
  beforeAll(async () => {
    cluster = await startPostgresql();
  });
  afterAll(() => cluster.remove());
  const prepare = async () => {
    location = { kind: 'postgresql', url: await cluster.createDatabase(), connections: 6 };
    database = await openDatabase(location);
    await migrate(database, 'prisma/bot');
    await noteHandovers(database);
  };
  beforeEach(prepare);
  afterEach(() => database.close());

  test('three processes, one of them killed every second, Telegram in trouble: nothing lost, nothing twice', async () => {
    const traffic = { chats: 200, perChat: 25, connections: 40 };
    const faults = troubled();
    const running = await launch(3, location);
    const since = performance.now();
    const delivery = deliverAll(traffic, SECRET, running.address);
    const kills = await killing(running, () => delay(1_000), delivery);
    await untilDone(database);
    const verdict = await judge(traffic, database, running);
    const seconds = (performance.now() - since) / 1_000;
    report('kill -9', { updates: 5_000, seconds, kills, ...(await delivery), faults, ...verdict });
    expect(kills).toBeGreaterThan(0);
    expect(verdict).toMatchObject(nothingWrong);
  }, 180_000);

  test('PostgreSQL is away for ten seconds: nothing lost', async () => {
    const traffic = { chats: 50, perChat: 20, connections: 20 };
    const running = await launch(2, location);
    const delivery = deliverAll(traffic, SECRET, running.address);
    await api.until((calls) => calls.length > 200);
    await cluster.stop();
    await delay(10_000);
    await cluster.start();
    const counts = await delivery;
    await untilDone(database);
    const verdict = await judge(traffic, database, running);
    report('outage', { updates: 1_000, ...counts, ...verdict });
    expect(counts.refused).toBeGreaterThan(0);
    expect(verdict).toMatchObject(nothingWrong);
  }, 120_000);

  const replaceTwo = async () => {
    const traffic = { chats: 100, perChat: 20, connections: 20 };
    const running = await launch(2, location);
    const delivery = deliverAll(traffic, SECRET, running.address);
    await api.until((calls) => calls.length > 200);
    const stops = [await running.replaceOldest(), await running.replaceOldest()];
    const counts = await delivery;
    await untilDone(database);
    const verdict = await judge(traffic, database, running);
    const text = `SELECT count(*) - 4 AS starved FROM instance WHERE id <> 'nobody'`;
    const [lives] = await database.query<{ starved: number }>({ name: 'lives', text });
    const starved = lives?.starved ?? 0;
    report('rolling restart', { updates: 2_000, stops, ...counts, ...verdict, starved });
    return { stops, verdict, starved };
  };

  test('two processes are replaced one by one under load: nothing lost, nothing twice', async () => {
    let outcome = await replaceTwo();
    // A process that the machine did not let run for as long as its lease has died to the others: that is no orderly restart.
    for (let again = 0; outcome.starved > 0 && again < 2; again += 1) {
      await fleet?.close();
      await database.close();
      await prepare();
      api.reset();
      outcome = await replaceTwo();
    }
    expect(outcome.verdict).toMatchObject({ ...nothingWrong, duplicates: 0 });
    expect(Math.max(...outcome.stops)).toBeLessThan(10_000);
  }, 360_000);
});

test('on the embedded database, one process that is killed again and again: nothing lost, nothing twice', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'crash-'));
  const location: DatabaseLocation = { kind: 'embedded', directory };
  const before = await openDatabase(location);
  await migrate(before, 'prisma/bot');
  await noteHandovers(before);
  await before.close();

  const traffic = { chats: 20, perChat: 12, connections: 20 };
  const faults = troubled();
  const running = await launch(1, location);
  const delivery = deliverAll(traffic, SECRET, running.address);
  const expected = 240 + 80;
  const answered = api.until(
    (calls) => new Set(calls.map(({ params }) => `${params['chat_id']}:${params['text']}`)).size >= expected,
  );
  const kills = await killing(running, () => moreCalls(50), Promise.all([delivery, answered]));
  await running.close();
  fleet = undefined;
  const database = await openDatabase(location);
  const verdict = await judge(traffic, database, running);
  await database.close();
  await rm(directory, { recursive: true, force: true });
  report('kill -9, embedded', { updates: 240, kills, ...(await delivery), faults, ...verdict });
  expect(kills).toBeGreaterThan(0);
  expect(verdict).toMatchObject(nothingWrong);
}, 300_000);
