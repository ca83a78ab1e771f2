// A PostgreSQL of the test run's own: Debian's binaries, a temporary folder, a free loopback port. Knows no schema.
import { execFile, execFileSync } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './free-port.ts';

const INSTALLATIONS = '/usr/lib/postgresql';
const run = promisify(execFile);

export interface Postgresql {
  /** A new empty database in the cluster; gives its URL. */
  createDatabase(): Promise<string>;
  /** Ends every connection at once and stops the server, as a crash of its host would; the folder stays. */
  stop(): Promise<void>;
  /** Starts the same cluster again on the same port. */
  start(): Promise<void>;
  /** Stops it for good and removes its folder. */
  remove(): Promise<void>;
}

const binaries = await findBinaries();

/** For `describe.skip`: why there is no PostgreSQL on this machine, or undefined when there is one. */
export const postgresqlMissing = binaries
  ? undefined
  : `no PostgreSQL below ${INSTALLATIONS} (Debian: apt-get install postgresql)`;

export async function startPostgresql(settings: Readonly<Record<string, string>> = {}): Promise<Postgresql> {
  if (!binaries) throw new Error(postgresqlMissing);
  const folder = await mkdtemp(join(tmpdir(), 'postgresql-'));
  const account = await serverAccount();
  if (account) await chown(folder, account.uid, account.gid);
  const port = await freePort();
  const as = { ...account, cwd: folder };
  const control = (...words: string[]) => run(join(binaries, 'pg_ctl'), ['-D', folder, '-s', '-w', ...words], as);
  const options = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    max_connections: '100',
    ...settings,
  };
  const flags = Object.entries(options).map(([name, value]) => `-c ${name}=${value}`);
  const start = async () => {
    await control('-l', join(folder, 'server.log'), '-o', flags.join(' '), 'start');
  };

  await run(join(binaries, 'initdb'), ['-D', folder, '-U', 'test', '-A', 'trust', '-E', 'UTF8', '--no-sync'], as);
  await start();
  const url = (database: string) => `postgresql://test@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    start,
    async createDatabase() {
      databases += 1;
      const name = `test_${databases}`;
      const client = new pg.Client(url('postgres'));
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return url(name);
    },
    async stop() {
      await control('-m', 'immediate', 'stop');
    },
    async remove() {
      await control('-m', 'immediate', 'stop').catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The folder with `initdb` and `pg_ctl` of the newest version that is installed. */
async function findBinaries(): Promise<string | undefined> {
  const versions = (await readdir(INSTALLATIONS).catch(() => [])).map(Number).sort((a, b) => b - a);
  return versions[0] === undefined ? undefined : join(INSTALLATIONS, String(versions[0]), 'bin');
}

/** PostgreSQL refuses to run as root, so there it runs as the account of Debian's package. */
async function serverAccount(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
