// A whole backend in this process, in a folder of its own, with a clock that a test can move.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import type { OperatorIdentity } from '../../src/backend/applications/desk-work.ts';
import { checklistDocuments } from '../../src/backend/applications/desk-work.ts';
import { type LimitTable, limits } from '../../src/backend/applications/limits.ts';
import { type Backend, type BackendOptions, startBackend } from '../../src/backend/backend.ts';
import { readBackendConfig } from '../../src/backend/config.ts';
import { type BackendClient, createBackendClient } from '../../src/contract/client.ts';
import type { OwnerView, Submission } from '../../src/contract/schemas.ts';
import type { RevocationReason } from '../../src/contract/statuses.ts';
import { type ApplicationNumber, parseApplicationNumber } from '../../src/domain/application-number.ts';
import { makeEcKey, request } from '../csr/requests.ts';

export interface RunningBackend {
  readonly backend: Backend;
  readonly client: BackendClient;
  readonly time: { now: Date };
  readonly log: string[];
  /** Stops and starts again in the same folder. */
  restart(): Promise<RunningBackend>;
  /** Also removes the folder. */
  stop(): Promise<void>;
}

export async function runBackend(
  variables: Readonly<Record<string, string | undefined>> = {},
  more: BackendOptions = {},
  time = { now: new Date() },
): Promise<RunningBackend> {
  const dataDir = variables.DATA_DIR ?? (await mkdtemp(join(tmpdir(), 'backend-')));
  const settings = { BACKEND_PORT: '0', PICTURE_CODE: 'off', LOG_LEVEL: 'debug', ...variables, DATA_DIR: dataDir };
  const log: string[] = [];
  const backend = await startBackend(readBackendConfig(settings), {
    ...more,
    clock: () => time.now,
    log: pino({ level: 'debug' }, { write: (line) => void log.push(line) }),
  });
  return {
    backend,
    client: createBackendClient(backend.url, backend.token),
    time,
    log,
    async restart() {
      await backend.close();
      return runBackend(settings, more, time);
    },
    async stop() {
      await backend.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export const aigerim = { iin: '851231490804', surname: 'Үлгі', givenName: 'Айгерім' };
export const ivan = { iin: '900101390307', surname: 'Тестов-Синтетический' };

/** For tests that are about something else. */
export const unlimited: BackendOptions = {
  limits: Object.fromEntries(
    Object.entries(limits).map(([key, limit]) => [key, { ...limit, tries: 1_000_000 }]),
  ) as unknown as LimitTable,
  requestLimits: { perOwner: 1_000_000, perClient: 1_000_000, wrongTokens: 1_000_000 },
};

let domains = 0;
export const freshDomain = (): string => `example-${++domains}-${randomUUID().slice(0, 8)}.kz`;
export const makeCsr = (domain: string, key = makeEcKey('P-256')): string =>
  request(key, { subject: `/CN=${domain}`, options: ['-addext', `subjectAltName=DNS:${domain}`] });

export function submission(changes: Partial<Submission> = {}): Submission {
  const domain = changes.domain ?? freshDomain();
  return {
    iin: aigerim.iin,
    email: 'aigerim@example.kz',
    region: 'KZ-75',
    city: 'almaty',
    domain,
    csr: changes.csr ?? makeCsr(domain),
    keyStorage: 'own-csr',
    agreement: { version: '1', agreedAt: new Date(Date.now() - 60_000).toISOString() },
    language: 'kk',
    ...changes,
  };
}

export async function submit(
  { client }: Pick<RunningBackend, 'client'>,
  changes: Partial<Submission> = {},
  owner = 'telegram:1000',
): Promise<OwnerView> {
  return answered(await client('submit', { owner, idempotencyKey: randomUUID(), body: submission(changes) }));
}

export function numberOf({ number }: { number: string }): ApplicationNumber {
  const parsed = parseApplicationNumber(number);
  if (!parsed) throw new Error(`${number} is no number`);
  return parsed;
}

/** What was answered, where a refusal would be a mistake of the test. */
export function answered<Value>(outcome: { readonly value: Value } | { readonly problem: unknown }): Value {
  if ('problem' in outcome) throw new Error(JSON.stringify(outcome.problem));
  return outcome.value;
}

/** As its owner sees it. */
export const readOwn = async (
  { client }: Pick<RunningBackend, 'client'>,
  number: string,
  owner = 'telegram:1000',
): Promise<OwnerView> => answered(await client('readApplication', { path: { number }, owner })) as OwnerView;

export const operator = (id = 'operator-1', more: Partial<OperatorIdentity> = {}): OperatorIdentity => ({
  id,
  name: id,
  regions: 'all',
  ...more,
});

/** Looks, ticks everything and confirms. */
export async function confirm({ backend }: Pick<RunningBackend, 'backend'>, view: { number: string }, by = operator()) {
  const number = numberOf(view);
  const seen = (await backend.desk.find(number, by))?.seen ?? '';
  return backend.desk.confirm({ number, seen, by, checklist: checklistDocuments });
}

/** Looks, types the number and revokes. */
export async function revoke(
  { backend }: Pick<RunningBackend, 'backend'>,
  view: { number: string },
  reason: RevocationReason,
  by = operator(),
) {
  const number = numberOf(view);
  const seen = (await backend.desk.find(number, by))?.seen ?? '';
  return backend.desk.revoke({ number, seen, by, reason, typed: number });
}
