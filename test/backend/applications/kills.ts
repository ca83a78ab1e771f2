// Kills whoever issues at random moments, and now and then PostgreSQL under it, then looks at what became of every approval.
import { type ChildProcess, spawn } from 'node:child_process';
import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { build } from 'esbuild';
import { openEmbeddedAuthority } from '../../../src/backend/ca/embedded-authority.ts';
import { openStorage, type Storage } from '../../../src/backend/storage/storage.ts';
import { type Database, openDatabase } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrations.ts';
import { statement } from '../../../src/database/sql.ts';
import type { ApplicationNumber } from '../../../src/domain/application-number.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { makeEcKey, request, toDer } from '../../csr/requests.ts';
import { issuedSerials, readIssued } from '../../support/issued-files.ts';
import { type Postgresql, startPostgresql } from '../../support/postgresql.ts';
import { approveMany } from '../storage/rig.ts';
import type { IssuingSettings } from './issuing-process.ts';

const passphrase = 'killed, and started again';
const DOMAIN = 'alatau.kz';
/** So long that most threads have started: the kill falls anywhere on the way. */
const LONGEST_LIFE_MS = 600;
/** Beyond the lease of a signing. */
const LEASE_MS = 61_000;
/** Issuers at work on the same applications, each killed at a moment of its own. */
const AT_ONCE = 2;
/** At every how many deaths of both PostgreSQL goes down too, with `pg_ctl -m immediate`. */
const SERVER_EVERY = 10;

export interface Killed {
  readonly kills: number;
  readonly serverKills: number;
  readonly approved: number;
  /** Where the killed were: how many applications stood in that place after a kill, added up over all kills. */
  readonly found: Readonly<Record<'confirmed' | 'stored, not signed' | 'signed, not stored', number>>;
  /** Nothing, unless something is wrong. */
  readonly wrong: readonly string[];
}

export interface Ground {
  readonly database: Database;
  readonly storage: Storage;
  kill(times: number): Promise<Killed>;
  close(): Promise<void>;
}

export async function openGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'kills-'));
  const [dataKey, directory] = [randomBytes(32), join(folder, 'ca')];
  const server = await startPostgresql();
  const url = await server.createDatabase();
  // Approvals are made beforehand and need not be durable; the issuers' own connections wait for the disk as always.
  const database = await openDatabase({
    kind: 'postgresql',
    url: `${url}?options=-c%20synchronous_commit%3Doff`,
    connections: 8,
  });
  await migrate(database, 'prisma/backend');
  const clock = () => new Date();
  const storage = await openStorage({
    database,
    sealing: createSealing(dataKey),
    dataKey,
    clock,
    enqueueLetters: async () => undefined,
  });
  await makeAuthority(directory);
  const program = await bundle(folder);
  const settings: Omit<IssuingSettings, 'aheadMs'> = { url, dataKey: dataKey.toString('hex'), directory, passphrase };
  const start = (aheadMs: number) => startIssuer(program, { ...settings, aheadMs });
  return {
    database,
    storage,
    kill: (times) => killMany({ times, server, storage, database, directory, start }),
    async close() {
      await database.close();
      await server.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Parts extends Pick<Ground, 'database' | 'storage'> {
  readonly times: number;
  readonly server: Postgresql;
  readonly directory: string;
  start(aheadMs: number): Promise<ChildProcess>;
}

async function killMany({ times, server, storage, database, directory, start }: Parts): Promise<Killed> {
  const csr = toDer(request(makeEcKey('P-256')));
  const found = { confirmed: 0, 'stored, not signed': 0, 'signed, not stored': 0 };
  const numbers: ApplicationNumber[] = [];
  let serverKills = 0;
  let kills = 0;
  for (; kills < times; kills += AT_ONCE) {
    await approveMore(storage, csr, numbers, 100);
    const issuers = await Promise.all(Array.from({ length: AT_ONCE }, () => start(kills * LEASE_MS)));
    const endings = issuers.map((issuer) => delay(Math.random() * LONGEST_LIFE_MS).then(() => end(issuer)));
    if ((kills / AT_ONCE) % SERVER_EVERY === SERVER_EVERY - 1) {
      await Promise.race(endings); // one dies before, the other with or after its server
      await server.stop();
      await server.start();
      serverKills += 1;
    }
    await Promise.all(endings);
    for (const [place, count] of Object.entries(await countPlaces(database, directory)))
      found[place as keyof typeof found] += count;
  }
  const last = await start((kills + 1) * LEASE_MS);
  await idle(last);
  await end(last);
  const wrong = await findWrong({ database, storage, directory }, numbers);
  return { kills, serverKills, approved: numbers.length, found, wrong };
}

/** So many that whoever starts now finds enough to do, wherever the one before was ended. */
async function approveMore(storage: Storage, csr: Buffer, numbers: ApplicationNumber[], wanted: number): Promise<void> {
  const waiting = await storage.certificates.unfinished(new Date(8.64e15), wanted);
  numbers.push(...(await approveMany(storage, wanted - waiting.length, csr, DOMAIN)));
}

const unsettled = statement(
  'kills_unsettled',
  `SELECT a.status, c.serial FROM application a LEFT JOIN certificate c ON c.application_id = a.id
   WHERE a.status IN ('confirmed', 'signing')`,
);

async function countPlaces(database: Database, directory: string): Promise<Killed['found']> {
  const rows = await database.query<{ status: string; serial: string | null }>(unsettled);
  const signed = new Set(issuedSerials(issuedIn(directory)).values());
  const count = (holds: (row: { status: string; serial: string | null }) => boolean) => rows.filter(holds).length;
  return {
    confirmed: count(({ status }) => status === 'confirmed'),
    'stored, not signed': count(({ status, serial }) => status === 'signing' && !signed.has(serial ?? '')),
    'signed, not stored': count(({ status, serial }) => status === 'signing' && signed.has(serial ?? '')),
  };
}

const issuedIn = (directory: string) => join(directory, 'issued');

const everything = statement(
  'kills_everything',
  `SELECT a.number, a.status, c.serial, c.certificate, coalesce(l.signings, 0) AS signings, coalesce(l.issued, 0) AS issued,
     coalesce(t.letters, 0) AS letters
   FROM application a
   LEFT JOIN certificate c ON c.application_id = a.id
   LEFT JOIN (
     SELECT subject, count(*) FILTER (WHERE action = 'signing') AS signings, count(*) FILTER (WHERE action = 'issued') AS issued
     FROM audit GROUP BY subject
   ) l ON l.subject = a.number
   LEFT JOIN (
     SELECT application_id, count(*) AS letters FROM letter WHERE kind = 'issued' GROUP BY application_id
   ) t ON t.application_id = a.id`,
);

interface Row {
  readonly number: string;
  readonly status: string;
  readonly serial: string | null;
  readonly certificate: string | null;
  readonly signings: number;
  readonly issued: number;
  readonly letters: number;
}

/** Exactly one certificate for each approval, the registered one, told of once in audit and letter; and none without an approval. */
async function findWrong(
  { database, directory }: Pick<Parts, 'database' | 'storage' | 'directory'>,
  numbers: readonly string[],
) {
  const rows = await database.query<Row>(everything);
  const files = new Map(readIssued(issuedIn(directory)).map((each) => [each.serial, each.certificate]));
  const wrong: string[] = [];
  for (const row of rows) {
    const { number, status, serial, certificate, signings, issued, letters } = row;
    if (status !== 'issued') wrong.push(`${number}: ${status}`);
    else if (signings !== 1 || issued !== 1 || letters !== 1)
      wrong.push(`${number}: told ${signings}, ${issued}, ${letters}`);
    else if (!certificate || certificate !== files.get(serial ?? '')) wrong.push(`${number}: not the registered one`);
    else if (new X509Certificate(certificate).serialNumber.toLowerCase() !== serial)
      wrong.push(`${number}: not its serial`);
    files.delete(serial ?? '');
  }
  for (const serial of files.keys()) wrong.push(`${serial}: an orphan`);
  if (rows.length !== numbers.length) wrong.push(`${rows.length} applications, ${numbers.length} approved`);
  return wrong;
}

/** Its key under few rounds, which node:crypto writes: deriving it at each start would take longer than the life that follows. */
async function makeAuthority(directory: string): Promise<void> {
  const addresses = { issuer: 'http://127.0.0.1/issuing.cer', revocationList: 'http://127.0.0.1/issuing.crl' };
  await openEmbeddedAuthority({ directory, passphrase, keyType: 'p-256', addresses, clock: () => new Date() });
  mkdirSync(join(directory, 'issued'));
  const path = join(directory, 'issuing.key');
  const key = createPrivateKey({ key: readFileSync(path), passphrase });
  writeFileSync(path, key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }));
}

/** Not used here, and slow to load. */
const embeddedEngine = ['@electric-sql/pglite', '@electric-sql/pglite-prepopulatedfs', 'pglite-prisma-adapter'];

/** In one file, and one for its threads: two hundred processes start, and each would transpile and look for hundreds of files. */
async function bundle(folder: string): Promise<string> {
  const [program, nothing] = [join(folder, 'issuing-process.js'), join(folder, 'nothing.js')];
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(nothing, 'export const PGlite = 0, types = 0, dataDir = 0, PrismaPGlite = 0;');
  await build({
    entryPoints: [
      { in: 'test/backend/applications/issuing-process.ts', out: 'issuing-process' },
      { in: 'src/backend/ca/signing-worker.ts', out: 'start-signing-worker' },
    ],
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['pg-native'],
    alias: Object.fromEntries(embeddedEngine.map((name) => [name, nothing])),
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'error',
  });
  return program;
}

async function startIssuer(program: string, settings: IssuingSettings): Promise<ChildProcess> {
  const child = spawn(process.execPath, [program, JSON.stringify(settings)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [first] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  if (first !== 'ready') throw new Error('the issuer did not start');
  return child;
}

async function idle(child: ChildProcess): Promise<void> {
  for (;;) {
    const [word] = await once(child, 'message');
    if (word === 'idle') return;
  }
}

async function end(child: ChildProcess): Promise<void> {
  const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  child.kill('SIGKILL');
  await gone;
}
