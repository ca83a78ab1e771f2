// The whole backend on a database of its own, as in production, and started again where it was.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { removeFolder } from '../csr/requests.ts';
import { type Postgresql, postgresqlMissing, startPostgresql } from '../support/postgresql.ts';
import {
  confirm,
  freshDomain,
  ivan,
  makeCsr,
  type RunningBackend,
  runBackend,
  submission,
  submit,
} from './running-backend.ts';

const owner = 'telegram:1000';
afterAll(removeFolder);

(postgresqlMissing ? describe.skip : describe)('on PostgreSQL', () => {
  let server: Postgresql;
  let running: RunningBackend;
  let second: RunningBackend;
  beforeAll(async () => {
    server = await startPostgresql();
    const variables = {
      BACKEND_DATABASE_URL: await server.createDatabase(),
      BACKEND_TOKEN: randomBytes(32).toString('hex'),
      DATA_KEY: randomBytes(32).toString('hex'),
      CA_PASSPHRASE: randomBytes(16).toString('hex'),
    };
    running = await runBackend(variables);
    second = await runBackend(variables);
  });
  afterAll(async () => {
    await second.stop();
    await running.stop();
    await server.remove();
  });

  test('an application goes from one instance to the other and back with its certificate', async () => {
    const view = await submit(running);
    expect(await confirm(second, view)).toEqual({ value: { status: 'issued' } });
    const answer = await running.client('readCertificates', { path: { number: view.number }, owner });
    expect(answer).toHaveProperty('value.certificate');
  });

  test('who waits at one instance hears what happens at the other', async () => {
    const start = await running.client('statusChanges', { query: { after: 0 } });
    const after = 'value' in start ? start.value.cursor : 0;
    const waiting = running.client('statusChanges', { query: { after, wait: 20 }, timeLimit: 30_000 });
    const { number } = await submit(second);
    expect(await waiting).toMatchObject({ value: { changes: [{ number, status: 'submitted' }] } });
  });

  test('when the database is gone every route says so, and works again when it is back', async () => {
    await server.stop();
    const outcome = await running.client('submit', { owner, idempotencyKey: 'k', body: submission() });
    expect(outcome).toMatchObject({ problem: { code: 'unavailable', status: 503, reference: expect.any(String) } });
    const reference = 'problem' in outcome ? outcome.problem.reference : undefined;
    expect(running.log.filter((line) => line.includes(`"reference":"${reference}"`))).toHaveLength(1);
    expect(await running.client('listRegions')).toHaveProperty('value');
    await server.start();
    expect(await submit(running)).toMatchObject({ status: 'submitted' });
  });
});

test('a restart continues where it was: token, applications, idempotency, sealed data, authority', async () => {
  let running = await runBackend();
  const domain = freshDomain();
  const [body, key] = [submission({ iin: ivan.iin, domain, csr: makeCsr(domain) }), 'the-same'];
  const first = await running.client('submit', { owner, idempotencyKey: key, body });
  const root = await (await fetch(`${running.backend.url}/ca/root.crt`)).text();
  const { token } = running.backend;
  running = await running.restart();
  expect(running.backend.token).toBe(token);
  expect(await running.client('submit', { owner, idempotencyKey: key, body })).toEqual(first);
  expect(await (await fetch(`${running.backend.url}/ca/root.crt`)).text()).toBe(root);
  await running.stop();
});
