// The backend's storage alone, on the embedded engine and on a real PostgreSQL.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Submitted } from '../../../src/backend/applications/application.ts';
import { openStorage, type Storage } from '../../../src/backend/storage/storage.ts';
import { type Database, openDatabase } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrations.ts';
import type { ApplicationNumber } from '../../../src/domain/application-number.ts';
import type { EmailAddress } from '../../../src/domain/email-address.ts';
import type { Iin } from '../../../src/domain/iin.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { postgresqlMissing, startPostgresql } from '../../support/postgresql.ts';

export const engines = ['embedded', ...(postgresqlMissing ? [] : ['postgresql'])] as const;

export interface Rig {
  readonly database: Database;
  readonly storage: Storage;
  readonly dataKey: Uint8Array;
  /** Letters whose sending was ordered. */
  readonly enqueued: string[];
  close(): Promise<void>;
}

export async function openRig(engine: string, now: () => Date): Promise<Rig> {
  const { database, remove } = engine === 'embedded' ? await embedded() : await postgresql();
  await migrate(database, 'prisma/backend');
  const dataKey = randomBytes(32);
  const enqueued: string[] = [];
  const storage = await openStorage({
    database,
    sealing: createSealing(dataKey),
    dataKey,
    clock: now,
    enqueueLetters: async (_sql, ids) => void enqueued.push(...ids),
  });
  const close = async () => {
    await database.close();
    await remove();
  };
  return { database, storage, dataKey, enqueued, close };
}

async function embedded() {
  const directory = await mkdtemp(join(tmpdir(), 'storage-'));
  const database = await openDatabase({ kind: 'embedded', directory });
  return { database, remove: () => rm(directory, { recursive: true }) };
}

async function postgresql() {
  const server = await startPostgresql();
  const url = await server.createDatabase();
  const database = await openDatabase({ kind: 'postgresql', url, connections: 10 });
  return { database, remove: () => server.remove() };
}

export const submitted = (changes: Partial<Submitted> = {}): Submitted => ({
  owner: 'telegram:1000',
  personal: {
    iin: '851231490804' as Iin,
    person: { surname: 'Үлгі', givenName: 'Айгерім', patronymic: 'Демо' },
    email: 'aigerim@example.kz' as EmailAddress,
  },
  region: 'KZ-75',
  city: 'almaty',
  domain: `${randomUUID()}.kz`,
  csr: randomBytes(300),
  spkiSha256: randomBytes(32).toString('hex'),
  keyDescription: 'P-256',
  keyStorage: 'own-csr',
  agreement: { version: '1', agreedAt: new Date('2026-11-01T08:00:00Z') },
  language: 'kk',
  renews: null,
  submittedAt: new Date('2026-11-01T09:00:00Z'),
  confirmBy: new Date('2026-12-01T18:59:59.999Z'),
  ...changes,
});

/** Each of a person of its own, confirmed by an operator: to be issued. A few at once, so that none waits too long for a connection. */
export async function approveMany(storage: Storage, count: number, csr: Buffer, domain: string) {
  const numbers: ApplicationNumber[] = [];
  while (numbers.length < count) {
    const portion = Math.min(8, count - numbers.length);
    numbers.push(...(await Promise.all(Array.from({ length: portion }, () => approve(storage, csr, domain)))));
  }
  return numbers;
}

async function approve({ applications }: Storage, csr: Buffer, domain: string): Promise<ApplicationNumber> {
  const iin = `${randomBytes(6).readUIntBE(0, 6) % 1e12}`.padStart(12, '0') as Iin;
  const application = submitted({ csr, domain, personal: { ...submitted().personal, iin } });
  const outcome = await applications.submit(application, { key: randomUUID(), bodyHash: 'a'.repeat(32) });
  if ('because' in outcome) throw new Error(outcome.because);
  const { number } = outcome.value;
  await applications.move({ number, from: ['submitted'], to: 'confirmed', actor: 'operator:1', at: new Date() });
  return number;
}
