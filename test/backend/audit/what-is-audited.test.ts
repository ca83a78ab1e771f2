// What leaves a line in the audit, seen on a whole backend; and that without one nothing is shown or signed.
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createBackendClient } from '../../../src/contract/client.ts';
import { type Database, openDatabase } from '../../../src/database/database.ts';
import { statement } from '../../../src/database/sql.ts';
import { removeFolder } from '../../csr/requests.ts';
import { type Postgresql, postgresqlMissing, startPostgresql } from '../../support/postgresql.ts';
import { aigerim, confirm, operator, type RunningBackend, runBackend, submission, submit } from '../running-backend.ts';

interface Line {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: Record<string, unknown>;
}

const owner = 'telegram:1000';
const readLines = statement('test_audit_lines', 'SELECT actor, action, subject, details FROM audit ORDER BY sequence');

(postgresqlMissing ? describe.skip : describe)('on PostgreSQL', () => {
  let server: Postgresql;
  let running: RunningBackend;
  let database: Database;
  let dataDir: string;
  beforeAll(async () => {
    server = await startPostgresql();
    const url = await server.createDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'audited-'));
    running = await runBackend({
      DATA_DIR: dataDir,
      BACKEND_DATABASE_URL: url,
      BACKEND_TOKEN: randomBytes(32).toString('hex'),
      DATA_KEY: randomBytes(32).toString('hex'),
      CA_PASSPHRASE: randomBytes(16).toString('hex'),
    });
    database = await openDatabase({ kind: 'postgresql', url, connections: 2 });
  });
  afterAll(async () => {
    await database.close();
    await running.stop();
    await server.remove();
    removeFolder();
  });

  const audit = async (): Promise<Line[]> => {
    const rows = await database.query<Omit<Line, 'details'> & { details: string }>(readLines);
    return rows.map((row) => ({ ...row, details: JSON.parse(row.details) as Line['details'] }));
  };
  /** What `act` added. */
  const linesOf = async (act: () => Promise<unknown>): Promise<Line[]> => {
    const before = (await audit()).length;
    await act();
    return (await audit()).slice(before);
  };
  const break_ = (action: string) =>
    database.script(`CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.action = '${action}' THEN RAISE EXCEPTION 'the audit cannot be written'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER no_audit BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION no_audit()`);
  const mend = () => database.script('DROP TRIGGER no_audit ON audit; DROP FUNCTION no_audit()');
  const certificates = async () =>
    (await readdir(join(dataDir, 'backend', 'ca'), { recursive: true })).filter((name) => /issued.*\.crt$/.test(name));

  test('a refused submission, by its code', async () => {
    const lines = await linesOf(() =>
      running.client('submit', { owner, idempotencyKey: 'a', body: submission({ iin: '900101390003' }) }),
    );
    const details = { what: 'submit', because: 'iin-invalid', field: 'iin', reason: 'iin-checksum' };
    expect(lines).toEqual([{ actor: 'applicant', action: 'request-refused', subject: '', details }]);
  });

  test('the owner who looks; not a stranger, who sees no personal data', async () => {
    const { number } = await submit(running);
    const read = (by: string) => () => running.client('readApplication', { path: { number }, owner: by });
    const line = { actor: 'applicant', action: 'read-by-owner', subject: number, details: { what: 'readApplication' } };
    expect(await linesOf(read(owner))).toEqual([line]);
    expect(await linesOf(read('telegram:2000'))).toEqual([]);
    const form = await linesOf(() => running.client('readFormPdf', { path: { number }, owner }));
    expect(form).toEqual([{ ...line, details: { what: 'readFormPdf' } }]);
  });

  test("a stranger who wants another's form", async () => {
    const { number } = await submit(running);
    const lines = await linesOf(() => running.client('readFormPdf', { path: { number }, owner: 'telegram:2000' }));
    expect(lines).toMatchObject([{ subject: number, details: { because: 'application-not-owned' } }]);
  });

  test('who tries numbers through, thirty times and once more', async () => {
    const lines = await linesOf(async () => {
      const path = { number: '000-000-000-000-000' };
      for (let tries = 0; tries < 40; tries++) await running.client('readApplication', { path, owner: 'telegram:66' });
    });
    expect(lines.map(({ details }) => details.because)).toEqual([
      ...Array.from({ length: 30 }, () => 'application-unknown'),
      'too-many-tries',
    ]);
  });

  test('wrong tokens, once for each address and minute', async () => {
    const client = createBackendClient(running.backend.url, 'wrong');
    const lines = await linesOf(async () => {
      for (let tries = 0; tries < 70; tries++) await client('listRegions');
    });
    expect(lines).toEqual([{ actor: 'front-end', action: 'token-refused', subject: '', details: {} }]);
  });

  test('an operator who looks, lists, searches, prints and decides', async () => {
    const view = await submit(running);
    const number = view.number as never;
    const lines = await linesOf(async () => {
      await running.backend.desk.queue('all', {}, operator());
      await running.backend.desk.search(aigerim.iin, operator());
      await running.backend.desk.form(number, operator());
      await confirm(running, view);
    });
    const actions = lines.map(({ actor, action }) => `${actor} ${action}`);
    const by = 'operator:operator-1';
    expect(actions).toEqual([
      `${by} listed`,
      `${by} searched`,
      `${by} read-form`,
      `${by} read`,
      `${by} confirmed`,
      'ca signing',
      'ca issued',
    ]);
    expect(lines.find(({ action }) => action === 'signing')?.details).toEqual({
      serial: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });

  test('nothing personal', async () => {
    const text = JSON.stringify(await audit()).toLowerCase();
    expect(text.length).toBeGreaterThan(1_000);
    for (const personal of [aigerim.iin, aigerim.surname, aigerim.givenName, '@', 'example-', owner])
      expect(text).not.toContain(personal.toLowerCase());
  });

  test('no audit, no look at personal data', async () => {
    const { number } = await submit(running);
    await break_('read-by-owner');
    const outcome = await running.client('readApplication', { path: { number }, owner });
    expect(outcome).toMatchObject({ problem: { code: 'internal', reference: expect.any(String) } });
    await mend();
    expect(await running.client('readApplication', { path: { number }, owner })).toHaveProperty('value');
  });

  test('no audit, no signature; and the approval stands until there is one', async () => {
    const view = await submit(running);
    const before = await certificates();
    await break_('signing');
    expect(await confirm(running, view)).toEqual({ because: 'ca-unavailable' });
    await running.backend.sweep();
    expect(await certificates()).toEqual(before);
    const read = () => running.client('readApplication', { path: { number: view.number } });
    expect(await read()).toMatchObject({ value: { status: 'confirmed' } });
    await mend();
    await running.backend.sweep();
    expect(await read()).toMatchObject({ value: { status: 'issued' } });
    expect(await certificates()).toHaveLength(before.length + 1);
  });
});
