// Every answer that the OpenAPI document names is given at least once, and is what the document says. The document is the list:
// a new route or problem without a way to it here fails the last test.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pino from 'pino';
import { registerApi } from '../../../src/backend/http/api.ts';
import type { Handlers } from '../../../src/backend/http/handler.ts';
import { createOpenApiDocument, problemsOf } from '../../../src/backend/http/openapi.ts';
import { createServer } from '../../../src/backend/http/server.ts';
import { problemSchema } from '../../../src/contract/problems.ts';
import { type Route, type RouteName, routes } from '../../../src/contract/routes.ts';
import { makeEcKey, removeFolder } from '../../csr/requests.ts';
import {
  confirm,
  freshDomain,
  ivan,
  makeCsr,
  type RunningBackend,
  runBackend,
  submission,
  submit,
  unlimited,
} from '../running-backend.ts';

interface Place {
  readonly url: string;
  readonly token: string;
}
interface Request {
  readonly number?: string;
  readonly query?: string;
  readonly body?: unknown;
  readonly owner?: string | null;
  readonly key?: string;
  readonly token?: string;
}
type Answers = Readonly<Record<string, Readonly<Record<string, { readonly responses: Record<string, unknown> }>>>>;

const paths = createOpenApiDocument().paths as Answers;
const table = Object.entries(routes) as [RouteName, Route][];
const names = table.map(([name]) => name);
const owner = 'telegram:1000';
const seen = new Set<string>();
afterAll(removeFolder);

/** A sound request of each route, unless told otherwise; gives the code of its answer, which must be in the document. */
async function call({ url, token }: Place, name: RouteName, changes: Request = {}): Promise<string> {
  const route: Route = routes[name];
  const { number = '482-093-755-618-809', query = 'after=0', body = bodies[name], key = randomUUID() } = changes;
  const by = changes.owner === undefined ? owner : changes.owner;
  const response = await fetch(`${url}${route.path.replace(/\{\w+\}/, number)}?${query}`, {
    method: route.method,
    headers: {
      authorization: `Bearer ${changes.token ?? token}`,
      'idempotency-key': key,
      ...(by !== null && { 'application-owner': by }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const code = await readCode(route, response);
  expect(Object.keys(paths[route.path]?.[route.method.toLowerCase()]?.responses ?? {})).toContain(`${response.status}`);
  seen.add(`${name} ${code}`);
  return code;
}

async function readCode(route: Route, response: Response): Promise<string> {
  if (response.ok) {
    expect(response.status).toBe(route.answer.status);
    const { body } = route.answer;
    if (typeof body === 'string') expect(response.headers.get('content-type')).toBe(body);
    else body.parse(await response.json());
    return 'done';
  }
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = problemSchema.parse(await response.json());
  expect(problem.status).toBe(response.status);
  expect(problemsOf(route)).toContain(problem.code);
  return problem.code;
}

const bodies: Partial<Record<RouteName, unknown>> = {
  answerPictureCode: { answer: '1' },
  findPerson: { iin: ivan.iin, pass: null },
  submit: submission(),
  askRevocation: { reason: 'cessation-of-operation' },
  changeEmail: { email: 'another@example.kz' },
};

describe('of a whole backend', () => {
  let running: RunningBackend;
  let withPictures: RunningBackend;
  let withoutPeople: RunningBackend;
  beforeAll(async () => {
    running = await runBackend({}, unlimited);
    withPictures = await runBackend({ PICTURE_CODE: 'on' }, unlimited);
    withoutPeople = await runBackend(
      { PEOPLE_URL: 'http://127.0.0.1:9/', PEOPLE_TOKEN: 'a-token-for-people' },
      unlimited,
    );
  });
  afterAll(async () => {
    for (const each of [running, withPictures, withoutPeople]) await each.stop();
  });
  const here = (name: RouteName, changes?: Request) => call(running.backend, name, changes);

  test.each(table)('%s: what every route may answer', async (name, route) => {
    expect(await here(name, { token: 'wrong' })).toBe('token-invalid');
    expect(await here(name, { owner: 'x'.repeat(65) })).toBe('request-invalid');
    if (route.owner === 'required') expect(await here(name, { owner: null })).toBe('owner-missing');
    if (route.method === 'POST') expect(await here(name, { body: 'x'.repeat(70_000) })).toBe('body-too-large');
  });

  test('picture codes and persons', async () => {
    expect(await call(withPictures.backend, 'createPictureCode')).toBe('done');
    expect(await here('answerPictureCode', { number: 'none' })).toBe('picture-code-gone');
    const created = await withPictures.client('createPictureCode', { owner });
    const id = 'value' in created ? created.value.id : '';
    const wrong = { number: id, body: { answer: 'no such text' } };
    expect(await call(withPictures.backend, 'answerPictureCode', wrong)).toBe('picture-code-wrong');
    expect(await call(withPictures.backend, 'findPerson')).toBe('picture-pass-gone');
    expect(await here('findPerson')).toBe('done');
    expect(await here('findPerson', { body: { iin: '900101390003', pass: null } })).toBe('iin-invalid');
    expect(await here('findPerson', { body: { iin: '770101309993', pass: null } })).toBe('iin-unknown');
    expect(await call(withoutPeople.backend, 'findPerson')).toBe('people-unavailable');
    expect(await call(withoutPeople.backend, 'submit')).toBe('people-unavailable');
  });

  test('regions and changes', async () => {
    expect([await here('listRegions'), await here('statusChanges')]).toEqual(['done', 'done']);
  });

  test('submitting', async () => {
    const key = makeEcKey('P-256');
    const [mine, theirs] = [freshDomain(), freshDomain()];
    const first = submission({ domain: mine, csr: makeCsr(mine, key) });
    const send = (body: unknown, more: Request = {}) => here('submit', { ...more, body });
    expect(await send(first, { key: 'once' })).toBe('done');
    expect(await send({ ...first, language: 'ru' }, { key: 'once' })).toBe('idempotency-conflict');
    expect(await send(first)).toBe('already-applied');
    expect(await send(submission({ iin: ivan.iin, domain: theirs, csr: makeCsr(theirs, key) }))).toBe('key-used');
    expect(await send(submission({ iin: '900101390003' }))).toBe('iin-invalid');
    expect(await send(submission({ iin: '770101309993' }))).toBe('iin-unknown');
    expect(await send(submission({ email: 'aigerim@' }))).toBe('email-invalid');
    expect(await send(submission({ city: 'semey' }))).toBe('city-unknown');
    expect(await send(submission({ domain: 'com.kz' }))).toBe('domain-refused');
    expect(await send(submission({ csr: 'hello' }))).toBe('csr-refused');
    expect(await send(submission({ renews: '482-093-755-618-809' }))).toBe('renewal-refused');
  });

  const ofOwner = names.filter((name) => routes[name].path.includes('{number}') && name !== 'readApplication');

  test.each(ofOwner)('%s: of nobody, and of somebody else', async (name) => {
    const { number } = await submit(running);
    expect(await here(name)).toBe('application-unknown');
    expect(await here(name, { number, owner: 'telegram:2000' })).toBe('application-not-owned');
  });

  test('from the submission to the certificate and its end', async () => {
    const view = await submit(running);
    const { number } = view;
    expect(await here('readApplication')).toBe('application-unknown');
    for (const name of ['readApplication', 'readFormPdf', 'readFormPicture', 'changeEmail'] as const)
      expect([name, await here(name, { number })]).toEqual([name, 'done']);
    expect(await here('changeEmail', { number, body: { email: 'aigerim@' } })).toBe('email-invalid');
    for (const name of ['readCertificates', 'confirmSetUp', 'askRevocation'] as const)
      expect([name, await here(name, { number })]).toEqual([name, 'application-state']);
    await confirm(running, view);
    expect(await here('withdraw', { number })).toBe('application-state');
    for (const name of ['readCertificates', 'confirmSetUp', 'askRevocation'] as const)
      expect([name, await here(name, { number })]).toEqual([name, 'done']);
  });

  test('withdrawing', async () => {
    const { number } = await submit(running);
    expect(await here('withdraw', { number })).toBe('done');
    expect(await here('changeEmail', { number })).toBe('application-state');
  });
});

describe('of the API alone, when what is behind it fails', () => {
  /** The routes before handlers of the test's own. */
  async function serve(handle: () => Promise<unknown>, perClient = 1_000): Promise<Place & { close(): Promise<void> }> {
    const app = createServer(pino({ level: 'silent' }), []);
    const token = 'a-token-of-the-test';
    await registerApi(app, {
      handlers: Object.fromEntries(names.map((name) => [name, handle])) as unknown as Handlers,
      token,
      limits: { perClient, perOwner: 1_000, wrongTokens: 1_000 },
      closing: new AbortController().signal,
      onTokenRefused: async () => undefined,
    });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    return { url, token, close: () => app.close() };
  }

  const failing = (error: Error) => () => Promise.reject(error);
  test.each([
    ['internal', failing(new Error('a mistake of ours')), 1_000],
    ['unavailable', failing(Object.assign(new Error('the database is gone'), { code: 'ECONNREFUSED' })), 1_000],
    ['too-many-tries', async () => undefined, 0],
  ])('%s', async (code, handle, perClient) => {
    const place = await serve(handle, perClient);
    for (const name of names) expect([name, await call(place, name)]).toEqual([name, code]);
    await place.close();
  });

  test('a pass for the right answer, which nobody but a person can read', async () => {
    const pass = { pass: 'p', expiresAt: '2026-11-22T10:00:00.000Z' };
    const place = await serve(async () => ({ value: pass }));
    expect(await call(place, 'answerPictureCode')).toBe('done');
    await place.close();
  });
});

test('nothing that the document names is missing above', () => {
  const documented = table.flatMap(([name, route]) => ['done', ...problemsOf(route)].map((code) => `${name} ${code}`));
  expect(documented.filter((answer) => !seen.has(answer))).toEqual([]);
  expect(documented.length).toBeGreaterThan(100);
});
