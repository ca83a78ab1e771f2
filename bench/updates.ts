// Our pipeline beside telegraf and grammY: same machine, same fake Bot API, long polling, rounds in turn.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type DatabaseLocation, openDatabase } from '../src/database/database.ts';
import { migrate } from '../src/database/migrations.ts';
import { startPostgresql } from '../test/support/postgresql.ts';
import type { ContenderFigures } from './updates/contender.ts';
import { postgresqlCpu } from './updates/postgresql-cpu.ts';
import { print, quantile, type Round } from './updates/rounds.ts';
import { SLOW_CHAT } from './updates/slow-chat.ts';
import { type BenchTelegram, startBenchTelegram } from './updates/telegram.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 3);
const UPDATES = Number(process.env['UPDATES'] ?? 3_000);
const CHATS = 1_000;
/** Updates a second while latency is measured: well below what the slowest can do. */
const RATE = Number(process.env['RATE'] ?? 50);
const RATE_SECONDS = 5;
const MILLION = 1_000_000;

interface Contender {
  readonly label: string;
  readonly token: string;
  readonly child: ChildProcess;
  /** Of its PostgreSQL. */
  readonly port: string | undefined;
  /** Between the ids of the chats in use: 1000 spreads a thousand of them over a million. */
  readonly spread: number;
  /** What people write to it. */
  readonly text: string;
  readonly results: Round[];
}
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const telegram = await startBenchTelegram();
  const cluster = await startPostgresql();
  const onCluster = async (): Promise<DatabaseLocation> => ({
    kind: 'postgresql',
    url: await cluster.createDatabase(),
    connections: 6,
  });
  const [small, large, whole] = [await onCluster(), await onCluster(), await onCluster()];
  const embedded: DatabaseLocation = { kind: 'embedded', directory: join(folder, 'embedded') };
  await prepare(small, CHATS);
  await prepare(large, MILLION);
  await prepare(embedded, 0);
  await prepare(whole, CHATS);

  const contenders: Contender[] = [];
  const add = async (name: string, label: string, database?: DatabaseLocation, spread = 1) => {
    const token = `${contenders.length + 1}:${'bench'.repeat(4)}`;
    const child = await launch(name, { url: telegram.url, token, database });
    contenders.push({
      label,
      token,
      child,
      port: database?.kind === 'postgresql' ? new URL(database.url).port : undefined,
      spread,
      text: name === 'whole' ? '/help' : 'hello',
      results: [],
    });
  };
  await add('telegraf', '(a) telegraf, echo');
  await add('wizard', '(b) telegraf, wizard, session in memory');
  await add('grammy', '(c) grammY, runner, session in memory');
  await add('ours', '(d) ours, PostgreSQL', small);
  await add('ours', '(d) ours, PostgreSQL, a million chats', large, MILLION / CHATS);
  await add('embedded', '(e) ours, embedded', embedded);
  await add('whole', '(f) the whole bot, PostgreSQL, /help', whole);

  for (const contender of contenders) await throughput(telegram, contender, UPDATES);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const contender of contenders) contender.results.push(await measure(telegram, contender));
  }
  console.log(`${ROUNDS} rounds of ${UPDATES} updates at once, then ${RATE}/s for latency; median (lowest to highest)`);
  print(contenders);
  for (const { child } of contenders) child.kill('SIGKILL');
  telegram.close();
  await cluster.remove();
  await rm(folder, { recursive: true, force: true });
}

/** Chats that have been here before; the ones that the bench uses among them, without a state that only they could open. */
async function prepare(location: DatabaseLocation, chats: number): Promise<void> {
  const database = await openDatabase(location);
  await migrate(database, 'prisma/bot');
  await database.script(`
    SET statement_timeout = 0;
    INSERT INTO conversation (chat_id, state, revision)
      SELECT n, CASE WHEN n % ${Math.max(1, chats / CHATS)} = 0 THEN NULL ELSE decode(repeat(md5(n::text), 16), 'hex') END, 30
      FROM generate_series(1, ${chats}) n;
    INSERT INTO seen_event (key) SELECT 'old:' || n FROM generate_series(1, ${chats}) n;`);
  for (const text of ['VACUUM ANALYZE conversation', 'VACUUM ANALYZE seen_event']) await database.script(text);
  await database.close();
}

async function launch(name: string, settings: object): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('updates/contender.ts', import.meta.url));
  const child = fork(program, [name], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  child.send(settings);
  await once(child, 'message');
  return child;
}

async function measure(telegram: BenchTelegram, contender: Contender): Promise<Round> {
  const before = await costs(contender);
  const perSecond = await throughput(telegram, contender, UPDATES);
  const between = await costs(contender);
  const calm = await latencies(telegram, contender, false);
  const after = await costs(contender);
  const beside = contender.text === 'hello' ? await latencies(telegram, contender, true) : [0];
  const [atOnce, oneByOne] = [per(UPDATES, before, between), per(calm.length, between, after)];
  return {
    perSecond,
    ...atOnce,
    calmCpu: oneByOne.cpu,
    calmServerCpu: oneByOne.serverCpu,
    calmStatements: oneByOne.statements,
    p50: quantile(calm, 0.5),
    p99: quantile(calm, 0.99),
    othersP99: quantile(beside, 0.99),
    rss: after.rss / 2 ** 20,
  };
}

/** So far: microseconds of the bot and of its PostgreSQL, and statements between the two. */
async function costs(contender: Contender) {
  const { cpu, rss, statements } = await figuresOf(contender);
  return {
    cpu,
    rss,
    serverCpu: contender.port === undefined ? 0 : postgresqlCpu(contender.port),
    statements: Object.values(statements).reduce((sum, each) => sum + each, 0),
  };
}
type Costs = Awaited<ReturnType<typeof costs>>;

const per = (updates: number, before: Costs, after: Costs) => ({
  cpu: (after.cpu - before.cpu) / updates,
  serverCpu: (after.serverCpu - before.serverCpu) / updates,
  statements: (after.statements - before.statements) / updates,
});

let lastId = 0;
function newUpdate(chatId: number, text: string) {
  lastId += 1;
  const chat = { id: chatId, type: 'private', first_name: 'Test' };
  const from = { id: chatId, is_bot: false, first_name: 'Test' };
  return { update_id: lastId, message: { message_id: lastId, date: 1_760_000_000, text, chat, from } };
}

/** Everything at once; updates a second until the last reply. */
async function throughput(telegram: BenchTelegram, { token, spread, text }: Contender, count: number): Promise<number> {
  const updates = Array.from({ length: count }, (_, n) => newUpdate((1 + (n % CHATS)) * spread, text));
  const missing = new Set(updates.map(({ update_id }) => update_id));
  const done = new Promise<void>((resolve) => {
    telegram.onReply = (from, id) => {
      if (from === token && missing.delete(id) && missing.size === 0) resolve();
    };
  });
  const since = performance.now();
  telegram.push(token, updates);
  await done;
  return count / ((performance.now() - since) / 1_000);
}

/** At a steady rate, one update per chat; with one more chat that is slow, or without. Milliseconds per reply. */
async function latencies(
  telegram: BenchTelegram,
  { token, spread, text }: Contender,
  withSlow: boolean,
): Promise<number[]> {
  const sentAt = new Map<number, number>();
  const taken: number[] = [];
  const count = RATE * RATE_SECONDS;
  const done = new Promise<void>((resolve) => {
    telegram.onReply = (from, id) => {
      const since = from === token ? sentAt.get(id) : undefined;
      if (since !== undefined && taken.push(performance.now() - since) === count) resolve();
    };
  });
  const start = performance.now();
  for (let n = 0; n < count; n += 1) {
    await delay(Math.max(0, start + (n * 1_000) / RATE - performance.now()));
    if (withSlow && n % (RATE * 4) === 0) telegram.push(token, [newUpdate(SLOW_CHAT, text)]);
    const update = newUpdate((1 + (n % CHATS)) * spread, text);
    sentAt.set(update.update_id, performance.now());
    telegram.push(token, [update]);
  }
  await done;
  // The slow chat's own reply must not fall into what is measured next.
  if (withSlow) await delay(3_500);
  return taken;
}

async function figuresOf({ child }: Contender): Promise<ContenderFigures> {
  child.send('figures');
  const [figures] = (await once(child, 'message')) as [ContenderFigures];
  return figures;
}
