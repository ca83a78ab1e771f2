import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { createBackendClient } from '../../../src/contract/client.ts';
import type { Submission } from '../../../src/contract/schemas.ts';
import { makeEcKey } from '../../csr/requests.ts';
import { aigerim, confirm, freshDomain, ivan, makeCsr, submission, submit } from '../running-backend.ts';
import { shareBackend } from '../shared-backend.ts';

const owner = 'telegram:1000';
const running = shareBackend();

const send = (body: Submission, key: string = randomUUID(), by = owner) =>
  running.client('submit', { owner: by, idempotencyKey: key, body });

describe('submitting', () => {
  test('answers with a number and what was understood', async () => {
    const outcome = await send(submission({ email: 'Aigerim@EXAMPLE.kz' }));
    expect(outcome).toMatchObject({
      value: {
        view: 'owner',
        number: expect.stringMatching(/^\d{3}(-\d{3}){4}$/),
        status: 'submitted',
        person: { surname: aigerim.surname, givenName: aigerim.givenName },
        maskedIin: '8512****0804',
        email: 'Aigerim@example.kz',
        city: { ru: 'Алматы' },
        timeline: [{ status: 'submitted' }],
      },
    });
  });

  test('a repeat answers as the first time, another body is a conflict', async () => {
    const [body, key] = [submission(), randomUUID()];
    const first = await send(body, key);
    expect(await send(body, key)).toEqual(first);
    expect(await send({ ...body, language: 'ru' }, key)).toMatchObject({
      problem: { code: 'idempotency-conflict', status: 409 },
    });
  });

  test('of ten at once with one key, one is stored', async () => {
    const [body, key] = [submission(), randomUUID()];
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => send(body, key)));
    const numbers = new Set(
      outcomes.map((outcome) => ('value' in outcome ? outcome.value.number : outcome.problem.code)),
    );
    expect([...numbers]).toEqual([expect.stringMatching(/^\d{3}-/)]);
  });

  test('of five at once for one domain, one is stored', async () => {
    const body = submission();
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => send(body)));
    const codes = outcomes.map((outcome) => ('problem' in outcome ? outcome.problem.code : 'stored'));
    expect(codes.sort()).toEqual([
      'already-applied',
      'already-applied',
      'already-applied',
      'already-applied',
      'stored',
    ]);
  });

  const key = makeEcKey('P-256');
  const domain = freshDomain();
  const refused: readonly [string, Partial<Submission>, Record<string, unknown>][] = [
    ['a wrong check digit', { iin: '900101390003' }, { code: 'iin-invalid', field: 'iin', reason: 'iin-checksum' }],
    ['nobody of that IIN', { iin: '770101309993' }, { code: 'iin-unknown', field: 'iin' }],
    [
      'an address without a host',
      { email: 'aigerim@' },
      { code: 'email-invalid', field: 'email', reason: 'email-form' },
    ],
    ['a city of another region', { city: 'semey' }, { code: 'city-unknown', field: 'city' }],
    ['a bare suffix', { domain: 'com.kz' }, { code: 'domain-refused', field: 'domain', reason: 'domain-suffix' }],
    [
      'a request for another domain',
      { domain, csr: makeCsr('other.kz') },
      { code: 'csr-refused', field: 'csr', reason: 'csr-names' },
    ],
    ['no request at all', { csr: 'hello' }, { code: 'csr-refused', reason: 'csr-unreadable' }],
    [
      'an agreement in the future',
      { agreement: { version: '1', agreedAt: '2099-01-01T00:00:00Z' } },
      { code: 'request-invalid', field: 'agreement' },
    ],
  ];
  test.each(refused)('refuses %s', async (_, changes, problem) => {
    expect(await send(submission(changes))).toMatchObject({ problem });
  });

  test('refuses a key that another person used, not one of the same person', async () => {
    const [mine, other] = [freshDomain(), freshDomain()];
    await submit(running, { domain: mine, csr: makeCsr(mine, key) });
    await submit(running, { domain: other, csr: makeCsr(other, key) });
    const third = freshDomain();
    const outcome = await send(submission({ iin: ivan.iin, domain: third, csr: makeCsr(third, key) }));
    expect(outcome).toMatchObject({ problem: { code: 'key-used', field: 'csr' } });
  });
});

describe('seeing', () => {
  test('the owner sees everything, anyone else with the number only the status', async () => {
    const { number } = await submit(running);
    const path = { number };
    expect(await running.client('readApplication', { path, owner })).toMatchObject({ value: { view: 'owner' } });
    for (const other of ['telegram:100', 'telegram:10000', 'TELEGRAM:1000']) {
      const outcome = await running.client('readApplication', { path, owner: other });
      expect(outcome).toEqual({
        value: {
          view: 'status',
          number,
          status: 'submitted',
          since: expect.any(String),
          confirmBy: expect.any(String),
        },
      });
    }
    expect(await running.client('readApplication', { path })).toMatchObject({ value: { view: 'status' } });
  });

  test('who tries numbers through is stopped', async () => {
    const codes = new Set<string>();
    for (let tries = 0; tries < 32; tries++) {
      const outcome = await running.client('readApplication', {
        path: { number: '000-000-000-000-000' },
        owner: 'telegram:66',
      });
      codes.add('problem' in outcome ? outcome.problem.code : 'found');
    }
    expect([...codes]).toEqual(['application-unknown', 'too-many-tries']);
  });

  test('another owner gets neither form nor certificate, nor can withdraw', async () => {
    const path = { number: (await submit(running)).number };
    for (const name of ['readFormPdf', 'readFormPicture', 'readCertificates', 'withdraw', 'confirmSetUp'] as const) {
      const outcome = await running.client(name, { path, owner: 'telegram:2000' });
      expect(outcome).toMatchObject({ problem: { code: 'application-not-owned', status: 403 } });
    }
  });

  test('the form is a PDF and a picture', async () => {
    const path = { number: (await submit(running)).number };
    const pdf = await running.client('readFormPdf', { path, owner });
    const png = await running.client('readFormPicture', { path, owner });
    const head = (outcome: typeof pdf) =>
      'value' in outcome ? Buffer.from(outcome.value).subarray(0, 8).toString('latin1') : '';
    expect([head(pdf).slice(0, 5), head(png)]).toEqual(['%PDF-', '\x89PNG\r\n\x1a\n']);
  });
});

describe('after the approval', () => {
  test('the owner gets the certificate, and says that it is set up', async () => {
    const view = await submit(running);
    const path = { number: view.number };
    expect(await running.client('readCertificates', { path, owner })).toMatchObject({
      problem: { code: 'application-state' },
    });
    expect(await running.client('confirmSetUp', { path, owner })).toMatchObject({
      problem: { code: 'application-state' },
    });
    expect(await confirm(running, view)).toEqual({ value: { status: 'issued' } });
    const certificates = await running.client('readCertificates', { path, owner });
    expect(certificates).toMatchObject({ value: { certificate: expect.stringContaining('BEGIN CERTIFICATE') } });
    const timeline = ['submitted', 'confirmed', 'signing', 'issued', 'set-up'].map((status) =>
      expect.objectContaining({ status }),
    );
    expect(await running.client('confirmSetUp', { path, owner })).toMatchObject({
      value: { status: 'set-up', timeline },
    });
    expect(await running.client('confirmSetUp', { path, owner })).toMatchObject({ value: { status: 'set-up' } });
    expect(await running.client('withdraw', { path, owner })).toMatchObject({ problem: { code: 'application-state' } });
  });

  test('who waits for changes hears of them at once, and in order', async () => {
    const start = await running.client('statusChanges', { query: { after: 0 } });
    let cursor = 'value' in start ? start.value.cursor : 0;
    for (let more = true; more; ) {
      const next = await running.client('statusChanges', { query: { after: cursor } });
      more = 'value' in next && next.value.changes.length > 0;
      cursor = 'value' in next ? next.value.cursor : cursor;
    }
    const waiting = running.client('statusChanges', { query: { after: cursor, wait: 20 }, timeLimit: 30_000 });
    const view = await submit(running);
    expect(await waiting).toMatchObject({
      value: { changes: [{ cursor: cursor + 1, number: view.number, owner, status: 'submitted' }], cursor: cursor + 1 },
    });
    await confirm(running, view);
    const after = await running.client('statusChanges', { query: { after: cursor + 1 } });
    expect(after).toMatchObject({
      value: { changes: [{ status: 'confirmed' }, { status: 'signing' }, { status: 'issued' }] },
    });
  });
});

describe('withdrawing', () => {
  test('destroys the personal data and lets the person apply again', async () => {
    const body = submission();
    const first = await send(body);
    const path = { number: 'value' in first ? first.value.number : '' };
    expect(await running.client('withdraw', { path, owner })).toMatchObject({
      value: { status: 'withdrawn', maskedIin: '', email: null, person: { surname: null, givenName: null } },
    });
    expect(await running.client('readFormPdf', { path, owner })).toMatchObject({
      problem: { code: 'application-unknown' },
    });
    expect(await send(body)).toMatchObject({ value: { status: 'submitted' } });
  });
});

describe('the door', () => {
  const get = (path: string, headers: Record<string, string> = {}) => fetch(running.backend.url + path, { headers });

  test('is shut without the token, and says how it opens', async () => {
    for (const authorization of [
      '',
      'Bearer ',
      'Bearer x',
      `Basic ${running.backend.token}`,
      `Bearer ${running.backend.token}x`,
    ]) {
      const response = await get('/v1/regions', { authorization });
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
      expect(await response.json()).toMatchObject({ code: 'token-invalid' });
    }
  });

  test('wrong tokens without end are not even looked at', async () => {
    const client = createBackendClient(running.backend.url, 'wrong');
    const codes = new Set<string>();
    for (let tries = 0; tries < 70; tries++) {
      const outcome = await client('listRegions');
      codes.add('problem' in outcome ? outcome.problem.code : '');
    }
    expect([...codes]).toEqual(['token-invalid', 'too-many-tries']);
    expect(await running.client('listRegions')).toHaveProperty('value');
  });

  test('what is public needs none', async () => {
    const statuses = await Promise.all(
      ['/health', '/v1/openapi.json', '/ca/root.crt', '/ca/issuing.cer', '/ca/issuing.crl'].map((path) =>
        get(path).then(({ status }) => status),
      ),
    );
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
  });

  test('a body over the cap and an unknown path are problems of their own', async () => {
    const headers = {
      authorization: `Bearer ${running.backend.token}`,
      'application-owner': owner,
      'idempotency-key': 'a',
      'content-type': 'application/json',
    };
    const large = await fetch(`${running.backend.url}/v1/applications`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ csr: 'x'.repeat(70_000) }),
    });
    expect([large.status, (await large.json()) as object]).toMatchObject([413, { code: 'body-too-large' }]);
    const unknown = await get('/v2/applications', headers);
    expect([unknown.status, (await unknown.json()) as object]).toMatchObject([404, { code: 'not-found' }]);
  });
});

test('nothing personal is in the log', () => {
  const text = running.log.join('');
  expect(text).toContain('POST /v1/applications');
  for (const personal of [aigerim.iin, aigerim.surname, 'example.kz', 'telegram:1000', running.backend.token]) {
    expect(text.toLowerCase()).not.toContain(personal.toLowerCase());
  }
});
