// The backend's figures beside their goals, in one run: certificates a second beside CFSSL, status by number among a thousand and
// a million, submitting with the form, and a sweep of a hundred thousand with status queries meanwhile. All over HTTP except the first.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BackendClient } from '../src/contract/client.ts';
import { type Database, openDatabase } from '../src/database/database.ts';
import { statement } from '../src/database/sql.ts';
import type { ApplicationNumber } from '../src/domain/application-number.ts';
import { createSealing } from '../src/sealing/sealing.ts';
import {
  freshDomain,
  makeCsr,
  type RunningBackend,
  runBackend,
  submission,
  unlimited,
} from '../test/backend/running-backend.ts';
import { removeFolder } from '../test/csr/requests.ts';
import { type Postgresql, startPostgresql } from '../test/support/postgresql.ts';
import { fillUp, newNumbers, putDue, putNumbers, withoutIndexes } from './backend/fill.ts';
import { compareIssuing } from './ca.ts';

const FEW = 1_000;
const MANY = Number(process.env['MANY'] ?? 1_000_000);
const QUERIES = 2_000;
/** The first form starts the thread that makes them. */
const WARM = 10;
const SUBMISSIONS = 60;
const DUE = Number(process.env['DUE'] ?? 100_000);
/** Status queries a second during the sweep. */
const RATE = 50;
const SWEEP_LIMIT_MS = 240_000;

/** PARTS=submitting,sweep: some of it, while working on them. */
const isWanted = (part: 'issuing' | 'status' | 'submitting' | 'sweep'): boolean =>
  (process.env['PARTS'] ?? part).split(',').includes(part);

interface House {
  readonly running: RunningBackend;
  readonly database: Database;
  readonly dataKey: Buffer;
  /** Whose status is asked for. */
  readonly numbers: readonly ApplicationNumber[];
  close(): Promise<void>;
}

export async function run(): Promise<void> {
  const begin = performance.now();
  const ratio = isWanted('issuing') ? await compareIssuing(['rsa-3072']) : undefined;
  if (ratio !== undefined) judge('certificates beside CFSSL', ratio, '>=', 1, 'x');
  const server = await startPostgresql({ shared_buffers: '512MB', max_wal_size: '4GB' });
  const folder = mkdtempSync(join(tmpdir(), 'bench-backend-'));
  const [small, large] = [await open(server, join(folder, 'small')), await open(server, join(folder, 'large'))];
  try {
    await fill(small, large);
    if (isWanted('status')) await statusByNumber(small, large);
    if (isWanted('submitting')) await submitting(large);
    if (isWanted('sweep')) await sweeping(large);
  } finally {
    await small.close();
    await large.close();
    await server.remove();
    rmSync(folder, { recursive: true, force: true });
    removeFolder();
  }
  console.log(`${((performance.now() - begin) / 1000).toFixed(0)} s for everything; load ${loadavg()[0]?.toFixed(1)}`);
}

async function open(server: Postgresql, dataDir: string): Promise<House> {
  const url = await server.createDatabase();
  const dataKey = randomBytes(32);
  const running = await runBackend(
    {
      DATA_DIR: dataDir,
      BACKEND_DATABASE_URL: url,
      BACKEND_TOKEN: randomBytes(16).toString('hex'),
      DATA_KEY: dataKey.toString('hex'),
      CA_PASSPHRASE: randomBytes(16).toString('hex'),
      LOG_LEVEL: 'silent',
    },
    unlimited,
  );
  const database = await openDatabase({ kind: 'postgresql', url, connections: 1 });
  await database.script('SET statement_timeout = 0; SET synchronous_commit = off'); // of this one connection
  const close = async () => {
    await database.close();
    await running.stop();
  };
  return { running, database, dataKey, numbers: newNumbers(FEW), close };
}

async function fill(small: House, large: House): Promise<void> {
  const begin = performance.now();
  await putNumbers(small.database, small.numbers);
  await small.database.script('VACUUM ANALYZE application');
  await withoutIndexes(large.database, async () => {
    await fillUp(large.database, 0, MANY / 2);
    await putNumbers(large.database, large.numbers);
    await fillUp(large.database, MANY / 2, MANY - FEW);
  });
  console.log(`${((performance.now() - begin) / 1000).toFixed(0)} s to put ${MANY} applications there`);
}

const ask = async (client: BackendClient, numbers: readonly ApplicationNumber[], index: number): Promise<number> => {
  const begin = performance.now();
  const outcome = await client('readApplication', { path: { number: numbers[index % numbers.length] ?? '' } });
  if (!('value' in outcome)) throw new Error(outcome.problem.code);
  return performance.now() - begin;
};

/** In turns, so that whatever else the machine does meets both. */
async function statusByNumber(...houses: readonly [House, House]): Promise<void> {
  const times = houses.map((): number[] => []);
  for (let index = -200; index < QUERIES; index++)
    for (const [which, { running, numbers }] of houses.entries()) {
      const time = await ask(running.client, numbers, Math.abs(index) * 7);
      if (index >= 0) times[which]?.push(time);
    }
  const [few = [], many = []] = times;
  console.log(`status by number: among ${FEW} ${spread(few)}; among ${MANY} ${spread(many)}`);
  judge('p99 among a million beside a thousand', quantile(many, 0.99) / quantile(few, 0.99), '<=', 1.5, 'x');
}

async function submitting({ running: { client } }: House): Promise<void> {
  const domains = Array.from({ length: WARM + SUBMISSIONS }, freshDomain);
  const bodies = domains.map((domain) => submission({ domain, csr: makeCsr(domain) }));
  const owner = 'telegram:1';
  const times: number[] = [];
  for (const [index, body] of bodies.entries()) {
    const begin = performance.now();
    const submitted = await client('submit', { owner, idempotencyKey: randomUUID(), body });
    if (!('value' in submitted)) throw new Error(submitted.problem.code);
    const form = await client('readFormPdf', { owner, path: { number: submitted.value.number } });
    if (!('value' in form)) throw new Error(form.problem.code);
    if (index >= WARM) times.push(performance.now() - begin);
  }
  console.log(`submitting and the form as PDF, among ${MANY}: ${spread(times)}`);
  judge('submitting with PDF, p95', quantile(times, 0.95), '<=', 250, ' ms');
}

const stillDue = statement(
  'bench_due',
  `SELECT count(*) AS count FROM application WHERE status = 'submitted' AND confirm_by < now()`,
);

async function sweeping({ running, database, dataKey, numbers }: House): Promise<void> {
  await putDue(database, createSealing(dataKey), DUE);
  await database.script('VACUUM ANALYZE application');
  const calm = await paced(running.client, numbers, AbortSignal.timeout(4_000));
  const ended = new AbortController();
  const begin = performance.now();
  const sweep = running.backend.sweep().finally(() => ended.abort());
  const limit = AbortSignal.timeout(SWEEP_LIMIT_MS);
  const meanwhile = await paced(running.client, numbers, AbortSignal.any([ended.signal, limit]));
  const seconds = (performance.now() - begin) / 1000;
  const [{ count = 0 } = {}] = await database.query<{ count: number }>(stillDue);
  const said = count === 0 ? '' : `, ${count} left when its time was over`;
  console.log(
    `sweep of ${DUE} due applications: ${seconds.toFixed(0)} s, ${((DUE - count) / seconds).toFixed(0)}/s${said}`,
  );
  console.log(`status by number, ${RATE} a second: before ${spread(calm)}; meanwhile ${spread(meanwhile)}`);
  judge('status during the sweep, p99', quantile(meanwhile, 0.99), '<=', 50, ' ms');
  if (count > 0) void sweep.catch(() => undefined);
  else await sweep;
}

/** At a fixed rate, whether or not the ones before are answered: who waits is counted with all of the waiting. */
async function paced(
  client: BackendClient,
  numbers: readonly ApplicationNumber[],
  signal: AbortSignal,
): Promise<number[]> {
  const asked: Promise<number>[] = [];
  for (let index = 0; !signal.aborted; index++) {
    asked.push(ask(client, numbers, index * 13));
    await pause(1_000 / RATE);
  }
  return Promise.all(asked);
}

const quantile = (times: readonly number[], part: number): number =>
  [...times].sort((one, other) => one - other)[Math.min(times.length - 1, Math.floor(times.length * part))] ??
  Number.NaN;

const spread = (times: readonly number[]): string =>
  [0.5, 0.95, 0.99]
    .map((part) => `p${part * 100} ${quantile(times, part).toFixed(1)}`)
    .join(', ')
    .concat(' ms');

function judge(what: string, figure: number, sign: '<=' | '>=', goal: number, unit: string): void {
  const isMet = sign === '<=' ? figure <= goal : figure >= goal;
  console.log(
    `${isMet ? '  met' : 'MISSED'}  ${what}: ${figure.toFixed(unit === 'x' ? 2 : 0)}${unit} (goal ${sign} ${goal}${unit})`,
  );
}
