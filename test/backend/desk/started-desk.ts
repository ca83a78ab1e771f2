// A desk that listens on loopback, on a database of its own, with a clock that the test moves.
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import type { AuditEntry } from '../../../src/backend/applications/audit.ts';
import { deskPlugin } from '../../../src/backend/desk/desk.ts';
import { createOperators, type Operators } from '../../../src/backend/desk/operators/operators.ts';
import { readRegions } from '../../../src/backend/regions/regions.ts';
import { openDatabase } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrations.ts';
import { createTranslate } from '../../../src/messages/messages.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { createMemoryWork, type MemoryWork } from './memory-work.ts';

export interface StartedDesk {
  readonly address: string;
  readonly work: MemoryWork;
  readonly operators: Operators;
  readonly audited: readonly AuditEntry[];
  /** As they were registered, without the prefix. */
  readonly routes: readonly { readonly method: string; readonly path: string; readonly stage: string }[];
  now(): Date;
  pass(milliseconds: number): void;
  dump(): Promise<string>;
  stop(): Promise<void>;
}

export async function startDesk({ secondFactorRequired = false } = {}): Promise<StartedDesk> {
  const directory = await mkdtemp(join(tmpdir(), 'desk-'));
  const database = await openDatabase({ kind: 'embedded', directory });
  await migrate(database, 'prisma/backend');
  let now = new Date('2026-03-10T06:00:00Z').getTime();
  const clock = () => new Date(now);
  const sealing = createSealing(Buffer.alloc(32, 7));
  const work = createMemoryWork(clock);
  const operators = createOperators(database, sealing, clock, work.fingerprintOf, { N: 1024, r: 8, p: 1 });
  const audited: AuditEntry[] = [];
  const app = fastify();
  const routes: StartedDesk['routes'][number][] = [];
  app.addHook('onRoute', ({ method, url, config }) => {
    const path = url.replace(/^\/desk/, '');
    if (method === 'GET' || method === 'POST') routes.push({ method, path, stage: config?.desk ?? 'open' });
  });
  const desk = deskPlugin({
    work,
    operators,
    regions: await readRegions(),
    audit: {
      async append(entry) {
        audited.push(entry);
      },
    },
    auditLog: {
      read: async ({ subject, before = audited.length + 1, limit }) =>
        audited
          .map((entry, index) => ({ details: {}, ...entry, sequence: index + 1 }))
          .filter((line) => line.sequence < before && (subject === undefined || line.subject === subject))
          .reverse()
          .slice(0, limit),
    },
    database,
    sealing,
    translate: createTranslate(),
    clock,
    secure: false,
    secondFactorRequired,
    exampleIin: '851231490007',
  });
  await app.register(desk, { prefix: '/desk' });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    address: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/desk`,
    work,
    operators,
    audited,
    routes,
    now: clock,
    pass(milliseconds) {
      now += milliseconds;
    },
    async dump() {
      const tables = ['desk_operators', 'desk_sessions', 'desk_login_attempts'];
      const rows = await Promise.all(
        tables.map((table) => database.query({ name: `dump_${table}`, text: `SELECT * FROM ${table}` })),
      );
      return JSON.stringify(rows, (_, value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
      );
    },
    async stop() {
      await app.close();
      await database.close();
      await rm(directory, { recursive: true });
    },
  };
}
