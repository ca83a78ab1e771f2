// Every kind of authority that the backend can be given, the real program behind it, and its own count of what it issued.
import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import pg from 'pg';
import type { CertificateAuthority, Revoker } from '../../../src/backend/ca/certificate-authority.ts';
import { openCfsslAuthority } from '../../../src/backend/ca/cfssl-authority.ts';
import { openCfsslBooks } from '../../../src/backend/ca/cfssl-books.ts';
import { readProvisionerKey } from '../../../src/backend/ca/one-time-token.ts';
import { openStepCaAuthority } from '../../../src/backend/ca/step-ca-authority.ts';
import { folder as parent } from '../../csr/requests.ts';
import { type AuthorityFiles, makeAuthorityFiles } from '../../support/authority-files.ts';
import { authKey, cfsslMissing, profile, startCfssl } from '../../support/cfssl.ts';
import { postgresqlMissing, startPostgresql } from '../../support/postgresql.ts';
import { provisionerJwk, provisionerName, startStepCa, stepCaMissing } from '../../support/step-ca.ts';
import { openAuthority, settings } from './authorities.ts';

export interface Change {
  /** Of a proxy before it. */
  readonly url?: string;
  readonly tlsRootFile?: string;
  readonly clock?: () => Date;
  /** Instead of the right one. */
  readonly key?: string;
}

export interface House {
  readonly url: string;
  readonly files: AuthorityFiles;
  /** What an operator sets, for a backend that signs here. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the adapters reported. */
  readonly reports: string[];
  /** As another process, or after a crash of ours. */
  open(change?: Change): Promise<CertificateAuthority & Partial<Revoker>>;
  /** How many certificates it has issued, by its own books. */
  count(): Promise<number>;
  /** What its own books say of the revocation of a certificate; undefined: nothing. */
  revocationOf(serial: string): Promise<string | undefined>;
  /** Ends the program at once. */
  kill(): Promise<void>;
  /** Starts it again with the same books; `open` leads there then. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export const TIME_LIMIT_MS = 2_000;
const emptyFolder = () => mkdtempSync(join(parent, 'house-'));

async function embedded(): Promise<House> {
  const shared = settings();
  const nothing = async () => undefined;
  const issued = () => readdirSync(join(shared.directory, 'issued'), { recursive: true }).map(String);
  return {
    url: '',
    files: undefined as never,
    variables: {},
    reports: [],
    open: ({ clock } = {}) => openAuthority({ ...shared, ...(clock && { clock }) }),
    count: async () => issued().filter((name) => name.endsWith('.crt')).length,
    revocationOf: nothing,
    kill: nothing,
    start: nothing,
    close: nothing,
  };
}

async function cfssl(): Promise<House> {
  const [directory, postgresql] = [emptyFolder(), await startPostgresql()];
  const files = makeAuthorityFiles(directory);
  const database = await postgresql.createDatabase();
  const books = await openCfsslBooks(database);
  let program = await startCfssl(directory, files, database);
  const reports: string[] = [];
  return {
    get url() {
      return program.url;
    },
    files,
    variables: {
      ...fileVariables(files),
      CERTIFICATE_AUTHORITY: 'cfssl',
      CFSSL_AUTH_KEY: authKey,
      CFSSL_PROFILE: profile,
      CFSSL_DATABASE_URL: database,
    },
    reports,
    open: ({ url = program.url, key = authKey, clock = () => new Date(), ...change } = {}) =>
      openCfsslAuthority({
        ...remote(files, reports),
        ...change,
        url,
        clock,
        profile,
        authKey: Buffer.from(key, 'hex'),
        lookUp: books.lookUp,
      }),
    async count() {
      const client = new pg.Client(database);
      await client.connect();
      const { rows } = await client.query('SELECT count(*)::int AS count FROM certificates');
      await client.end();
      return rows[0].count;
    },
    async revocationOf(serial) {
      const client = new pg.Client(database);
      await client.connect();
      const query =
        'SELECT reason FROM certificates WHERE serial_number = $1 AND status = $2 AND revoked_at IS NOT NULL';
      const { rows } = await client.query(query, [Buffer.from(`${BigInt(`0x${serial}`)}`), Buffer.from('revoked')]);
      await client.end();
      return rows[0] && `${rows[0].reason}`;
    },
    kill: () => program.stop(),
    async start() {
      program = await startCfssl(directory, files, database);
    },
    async close() {
      await program.stop();
      await books.close();
      await postgresql.remove();
    },
  };
}

async function stepCa(): Promise<House> {
  const directory = emptyFolder();
  const files = makeAuthorityFiles(directory);
  let program = await startStepCa(directory, files);
  let before = 0;
  const issued = () =>
    program
      .printed()
      .split('\n')
      .filter((line) => line.startsWith('{"certificate":')).length;
  const reports: string[] = [];
  return {
    get url() {
      return program.url;
    },
    files,
    variables: {
      ...fileVariables(files),
      CERTIFICATE_AUTHORITY: 'step-ca',
      STEP_CA_PROVISIONER: provisionerName,
      STEP_CA_KEY: provisionerJwk,
    },
    reports,
    open: ({ url = program.url, key = provisionerJwk, clock = () => new Date(), ...change } = {}) => {
      const read = readProvisionerKey(key);
      if (!read) throw new Error('no key');
      const more = { url, clock, provisioner: provisionerName, key: read };
      return openStepCaAuthority({ ...remote(files, reports), ...change, ...more });
    },
    count: async () => before + issued(),
    /** It is told the log, since nobody else can open the books. */
    async revocationOf(serial) {
      const lines = program.printed().split('\n');
      const noted = lines.find(
        (line) => line.includes(`"serial":"${BigInt(`0x${serial}`)}"`) && line.includes('/revoke'),
      );
      return noted && /"reasonCode":(\d+)/.exec(noted)?.[1];
    },
    kill: () => program.stop(),
    async start() {
      before += issued();
      program = await startStepCa(directory, files);
    },
    close: () => program.stop(),
  };
}

const fileVariables = ({ root, issuing }: AuthorityFiles) => ({ CA_ROOT_FILE: root, CA_ISSUING_FILE: issuing });

const remote = (files: AuthorityFiles, reports: string[]) => ({
  rootFile: files.root,
  issuingFile: files.issuing,
  report: (trouble: string) => void reports.push(trouble),
  timeLimit: TIME_LIMIT_MS,
});

export const remoteHouses = [
  { name: 'cfssl', missing: cfsslMissing ?? postgresqlMissing, build: cfssl },
  { name: 'step-ca', missing: stepCaMissing, build: stepCa },
] as const;

export const houses = [{ name: 'embedded', missing: undefined, build: embedded }, ...remoteHouses] as const;

type Kind = (typeof houses)[number];

/** The same tests against each; those of an authority whose program is missing here are reported as skipped, each by its name. */
export function describeHouses(kinds: readonly Kind[], tests: (kind: Kind) => void): void {
  for (const kind of kinds) {
    if (kind.missing) console.warn(`Skipped: ${kind.missing}`);
    (kind.missing ? describe.skip : describe)(kind.name, () => tests(kind));
  }
}

/** Enough to build step-ca, the first time on a machine. */
export const BUILD_LIMIT_MS = 400_000;
