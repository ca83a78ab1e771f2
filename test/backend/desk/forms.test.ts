// Every form of the desk, found by itself: a new one that forgot a guard fails here.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type StartedDesk, startDesk } from './started-desk.ts';
import { createVisitor, enterFirst, type Visitor } from './visitor.ts';

let desk: StartedDesk;
let admin: Visitor;
let number: string;
const fields = { name: 'admin', password: 'correct horse nimda battery', regions: 'all', reason: 'x', code: '000000' };

beforeAll(async () => {
  desk = await startDesk();
  admin = createVisitor(desk.address);
  await enterFirst(admin, 'admin', (await desk.operators.ensureFirst())?.password ?? '', '851231490804');
  number = desk.work.put();
});
afterAll(() => desk.stop());

const filledIn = (path: string) => path.replace(':number', number).replace(':name', 'nobody');
const routesOf = (method: 'GET' | 'POST') => desk.routes.filter((route) => route.method === method);

test('there are as many forms as this test knows of pages with forms', () => {
  expect(routesOf('POST').length).toBeGreaterThan(15);
  expect(routesOf('GET').length).toBeGreaterThan(10);
});

describe('without the token of its page', () => {
  test.each([
    ['none', {}, {}],
    ['an invented one', { csrf: 'A'.repeat(43) }, {}],
    ['the right one, from another site', { csrf: 'right' }, { 'sec-fetch-site': 'cross-site' }],
    ['the right one, from a neighbour', { csrf: 'right' }, { 'sec-fetch-site': 'same-site' }],
  ] as [string, Record<string, string>, Record<string, string>][])(
    '(%s) no form does anything',
    async (_, token, headers) => {
      const { html } = await admin.open('/account');
      const right = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
      const before = [desk.audited.length, await desk.dump(), desk.work.statusOf(number as never)];
      const inside = routesOf('POST').filter(({ stage }) => stage === 'open' || stage === 'administrator');
      expect(inside.length).toBeGreaterThan(12);
      for (const { path } of inside) {
        const posted = { ...fields, ...token, ...(token.csrf === 'right' && { csrf: right }) };
        const answer = await admin.post(filledIn(path), posted, headers);
        expect(`${path} ${answer.status}`).toBe(`${path} 403`);
      }
      const now = [desk.audited.length, await desk.dump(), desk.work.statusOf(number as never)];
      expect(forgetSeen(now)).toEqual(forgetSeen(before));
    },
  );
  /** Every request counts as activity of its session. */
  const forgetSeen = (state: readonly unknown[]) =>
    state.map((each) => (typeof each === 'string' ? each.replace(/"(seen_at|seenAt)":"[^"]+"/g, '') : each));
});

test('whoever is not logged in is led to the log-in by every page and form, and an operator kept from the administrator’s', async () => {
  const stranger = createVisitor(desk.address);
  await stranger.open('/login');
  const added = await desk.operators.add({ name: 'plain', iin: '980109090001', regions: 'all', administrator: false });
  const plain = createVisitor(desk.address);
  await enterFirst(plain, 'plain', 'value' in added ? added.value : '');
  const csrf = /name="csrf" value="([^"]+)"/.exec((await plain.open('/account')).html)?.[1] ?? '';
  for (const { method, path, stage } of desk.routes) {
    if (stage === 'anyone' || stage === 'file') continue;
    const ask = (visitor: Visitor, token: Record<string, string> = {}) =>
      method === 'GET' ? visitor.open(filledIn(path)) : visitor.post(filledIn(path), { ...fields, ...token });
    expect(`${path} ${(await ask(stranger)).path.split('?')[0]}`).toBe(`${path} /desk/login`);
    if (stage === 'administrator') expect(`${path} ${(await ask(plain, { csrf })).status}`).toBe(`${path} 403`);
  }
});

test('every page keeps foreign code, frames and caches out', async () => {
  for (const { path } of routesOf('GET')) {
    const { headers, html } = await admin.open(filledIn(path));
    const policy = headers.get('content-security-policy') ?? '';
    expect(`${path} ${policy}`).toContain(`${path} default-src 'none'; script-src 'self'; style-src 'self';`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    if (!path.startsWith('/assets/')) expect(headers.get('cache-control')).toBe('no-store');
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+=/);
  }
});
