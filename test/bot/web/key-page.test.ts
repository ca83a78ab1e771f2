import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { createKeyLinkMemory } from '../../../src/bot/key-links/key-link-store.ts';
import {
  createKeyLinks,
  type KeyLink,
  type KeyLinkRequest,
  type KeyLinks,
} from '../../../src/bot/key-links/key-links.ts';
import { addKeyPage, type KeyPagePorts } from '../../../src/bot/web/key-page.ts';
import type { CheckedCsr } from '../../../src/csr/check-csr.ts';
import { buildKeyPage, type KeyPageFile } from '../../../src/key-page/build.ts';
import { makeEcKey, removeFolder, request, toDer } from '../../csr/requests.ts';

const wanted: KeyLinkRequest = {
  purpose: 'make-key',
  chatId: 4_211,
  language: 'ru',
  domain: 'alatau.kz',
  storage: 'this-device',
};
const finish: KeyLinkRequest = {
  ...wanted,
  purpose: 'finish',
  number: '482-093-755-618-804' as never,
  certificates: { certificate: 'leaf', chain: ['issuing'], root: 'root' },
};

let files: readonly KeyPageFile[];
let csr: string;
let foreign: string;
let server: FastifyInstance;
let links: KeyLinks;
let given: { link: KeyLink; csr: CheckedCsr }[];
let setUps: KeyLink[];
let answer: Awaited<ReturnType<KeyPagePorts['onCsr']>>;

beforeAll(async () => {
  files = await buildKeyPage();
  const key = makeEcKey('P-256');
  csr = toDer(request(key)).toString('base64');
  foreign = toDer(request(key, { subject: '/CN=other.kz' })).toString('base64');
});
afterAll(removeFolder);

beforeEach(async () => {
  [given, setUps, answer] = [[], [], 'accepted'];
  links = createKeyLinks(createKeyLinkMemory(), {
    publicUrl: 'https://bot.kz',
    clock: () => new Date('2026-03-01T12:00:00Z'),
    randomBytes,
  });
  server = Fastify();
  addKeyPage(server, {
    links,
    files,
    async onCsr(link, checked) {
      given.push({ link, csr: checked });
      return answer;
    },
    async onSetUp(link) {
      setUps.push(link);
      return 'accepted';
    },
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => server.close());

const ask = (path: string, options: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${(server.server.address() as AddressInfo).port}${path}`, { redirect: 'manual', ...options });

const tokenFor = async (link: KeyLinkRequest) => new URL(await links.create(link)).hash.slice(1);
async function post(path: 'link' | 'csr' | 'set-up', payload: object, headers: Record<string, string> = {}) {
  const response = await ask(`/key/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(payload),
  });
  return { status: response.status, ...(await response.json()) };
}

describe('the link', () => {
  test('tells the page what it is for, and not whose it is', async () => {
    const told = await post('link', { token: await tokenFor({ ...wanted, domain: '*.xn--80aa.xn--80ao21a' }) });
    expect(told).toEqual({
      status: 200,
      purpose: 'make-key',
      language: 'ru',
      domain: '*.xn--80aa.xn--80ao21a',
      readable: '*.аа.қаз',
      storage: 'this-device',
      used: false,
    });
  });

  test('of another token is unknown', async () => {
    expect(await post('link', { token: 'A'.repeat(43) })).toEqual({ status: 404, because: 'link-unknown' });
  });
});

describe('a request', () => {
  test('for the domain reaches the chat, checked', async () => {
    const token = await tokenFor(wanted);
    expect(await post('csr', { token, csr })).toEqual({ status: 200, accepted: true });
    expect(given).toMatchObject([
      { link: { request: wanted }, csr: { names: ['alatau.kz'], key: { curve: 'P-256' } } },
    ]);
    expect(await post('link', { token })).toMatchObject({ used: true });
  });

  test('sent again, because the answer was not heard, is accepted again under the same id; another is refused', async () => {
    const token = await tokenFor(wanted);
    await post('csr', { token, csr });
    expect(await post('csr', { token, csr })).toEqual({ status: 200, accepted: true });
    expect(given[0]?.link.id).toBe(given[1]?.link.id);
    const other = toDer(request(makeEcKey('P-256'))).toString('base64');
    expect(await post('csr', { token, csr: other })).toEqual({ status: 409, because: 'link-used' });
    expect(given).toHaveLength(2);
  });

  test.each([
    ['for another domain', () => foreign],
    ['that is none', () => Buffer.from('no request').toString('base64')],
    ['that is cut off', () => Buffer.from(csr, 'base64').subarray(0, 99).toString('base64')],
  ])('%s is refused, reaches no chat, and the link stays', async (_what, sent) => {
    const token = await tokenFor(wanted);
    expect(await post('csr', { token, csr: sent() })).toEqual({ status: 422, because: 'csr-refused' });
    expect(given).toEqual([]);
    expect(await post('csr', { token, csr })).toMatchObject({ accepted: true });
  });

  test('that the chat does not wait for is refused in its words', async () => {
    answer = { because: 'question-closed' };
    const token = await tokenFor(wanted);
    expect(await post('csr', { token, csr })).toEqual({ status: 409, because: 'question-closed' });
  });

  test('through a link for finished certificates is refused, and setting up through a link for keys', async () => {
    expect(await post('csr', { token: await tokenFor(finish), csr })).toMatchObject({ because: 'link-unknown' });
    expect(await post('set-up', { token: await tokenFor(wanted) })).toMatchObject({ because: 'link-unknown' });
    expect([given, setUps]).toEqual([[], []]);
  });
});

test('setting up reaches the chat of the link', async () => {
  expect(await post('set-up', { token: await tokenFor(finish) })).toEqual({ status: 200, accepted: true });
  expect(setUps).toMatchObject([{ request: finish }]);
});

test.each([
  ['no token', {}],
  ['a token of another length', { token: 'A'.repeat(42) }],
  ['a token that is no text', { token: 43 }],
  ['a request that is no base64', { token: 'A'.repeat(43), csr: '<>' }],
  ['a request of 25 kB', { token: 'A'.repeat(43), csr: 'AAAA'.repeat(6_400) }],
])('%s is refused before anything is looked up', async (_what, payload) => {
  expect(await post('csr', payload)).toEqual({ status: 400, because: 'malformed' });
});

test('a body over 32 kB is not read', async () => {
  expect(await post('link', { token: 'A'.repeat(40_000) })).toMatchObject({ status: 413 });
});

test.each(['cross-site', 'same-site', 'none'])('a page elsewhere (%s) cannot ask', async (site) => {
  const token = await tokenFor(wanted);
  const asked = await post('link', { token }, { 'sec-fetch-site': site });
  expect(asked).toEqual({ status: 403, because: 'foreign-page' });
});

test('/key leads to /key/, whatever the path before it', async () => {
  const { status, headers } = await ask('/key');
  expect([status, headers.get('location')]).toEqual([308, 'key/']);
});

test('the page names the hash of its script and style, and nothing else of the disk can be asked for', async () => {
  const response = await ask('/key/');
  const body = await response.text();
  const policy = response.headers.get('content-security-policy');
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; /);
  expect(policy).not.toMatch(/unsafe|https?:|\*|data:/);
  expect(body.match(/integrity="sha384-[\w+/]{64}"/g)).toHaveLength(2);
  expect(body).not.toMatch(/<script(?! defer crossorigin src="key-page\.js")|<style| style=| on\w+=/);
  for (const path of ['/key/main.ts', '/key/..%2fbuild.ts', '/key/key-page.js.map', '/key/link']) {
    expect((await ask(path)).status).toBe(404);
  }
});
