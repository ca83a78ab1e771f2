import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TOTP } from 'otpauth';
import { type StartedDesk, startDesk } from './started-desk.ts';
import { createVisitor, enterFirst, ownPassword } from './visitor.ts';

const MINUTE = 60_000;
let desk: StartedDesk;
let addOperator: (name: string) => Promise<string>;

beforeAll(async () => {
  desk = await startDesk();
  addOperator = async (name) => {
    const added = await desk.operators.add({ name, iin: '980109090001', regions: 'all', administrator: false });
    if ('because' in added) throw new Error(added.because);
    return added.value;
  };
});
afterAll(() => desk.stop());

describe('the first start', () => {
  test('gives "admin" a one-time password, until it was used', async () => {
    const shown = await desk.operators.ensureFirst();
    const again = await desk.operators.ensureFirst();
    expect(again).toEqual({ name: 'admin', password: expect.stringMatching(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/) });
    expect(again?.password).not.toBe(shown?.password);

    const admin = createVisitor(desk.address);
    const inside = await enterFirst(admin, 'admin', again?.password ?? '', '851231490804');
    expect(inside.path).toBe('/desk/?done=welcome');
    expect(await desk.operators.ensureFirst()).toBeUndefined();
  });

  test('lets nobody in with the one-time password alone', async () => {
    const password = await addOperator('newcomer');
    const newcomer = createVisitor(desk.address);
    await newcomer.open('/login');
    await newcomer.submit('/login', { name: 'newcomer', password });
    expect((await newcomer.open('/')).path).toBe('/desk/new-password');
    expect((await newcomer.open('/account')).path).toBe('/desk/new-password');
  });

  test.each([
    ['short', 'too short'],
    ['aaaaaaaaaaaaaaaa', 'too few different'],
    ['my name is picky, hello', 'must not contain the user name'],
  ])('refuses the new password "%s"', async (password, reason) => {
    const added = (await desk.operators.list()).some(({ name }) => name === 'picky');
    const oneTime = added ? await desk.operators.reset('picky') : { value: await addOperator('picky') };
    const picky = createVisitor(desk.address);
    await picky.open('/login');
    await picky.submit('/login', { name: 'picky', password: 'value' in oneTime ? oneTime.value : '' });
    const page = await picky.submit('/new-password', { password, again: password });
    expect(page.status).toBe(422);
    expect(page.html).toContain(reason);
  });
});

describe('a log-in', () => {
  test('answers the same for a wrong password and for a name that does not exist', async () => {
    await addOperator('saule');
    const pages = [];
    for (const name of ['saule', 'nobody']) {
      const visitor = createVisitor(desk.address);
      await visitor.open('/login');
      const { status, html } = await visitor.submit('/login', { name, password: 'a guess that is wrong' });
      pages.push({ status, html: html.replaceAll(name, 'NAME').replace(/name="csrf" value="[^"]+"/g, '') });
    }
    expect(pages[0]).toEqual(pages[1]);
    expect(pages[0]?.status).toBe(401);
  });

  test.each(['timur', 'does-not-exist'])('is locked for %s after five tries, and opens by itself', async (name) => {
    const oneTime = name === 'timur' ? await addOperator(name) : 'whatever it is';
    const visitor = createVisitor(desk.address);
    await visitor.open('/login');
    const statuses = [];
    for (let tries = 0; tries < 6; tries++) {
      statuses.push((await visitor.submit('/login', { name, password: 'a guess that is wrong' })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    const locked = await visitor.submit('/login', { name, password: oneTime });
    expect(locked.status).toBe(429);
    expect(locked.html).toMatch(/Try again after \d/);
    desk.pass(15 * MINUTE);
    await visitor.open('/login');
    const after = await visitor.submit('/login', { name, password: oneTime });
    expect(after.path).toBe(name === 'timur' ? '/desk/new-password' : '/desk/login');
  });

  test('does not count more tries when they come at once', async () => {
    await addOperator('flood');
    const visitor = createVisitor(desk.address);
    const { html } = await visitor.open('/login');
    const csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => visitor.post('/login', { csrf, name: 'flood', password: 'wrong wrong' })),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(4);
    desk.pass(15 * MINUTE);
  });

  test('goes on to the page that was asked for, but never to another site', async () => {
    await enterFirst(createVisitor(desk.address), 'dana', await addOperator('dana'));
    const visitor = createVisitor(desk.address);
    const login = await visitor.open('/account');
    expect(login.path).toBe('/desk/login?next=%2Fdesk%2Faccount');
    const password = ownPassword('dana');
    expect((await visitor.submit('/login', { name: 'dana', password })).path).toBe('/desk/account');
    for (const next of ['https://evil.example/desk/', '//evil.example/desk/x', '/\\evil.example/desk/', '/elsewhere']) {
      const other = createVisitor(desk.address);
      await other.open('/login');
      expect((await other.submit('/login', { name: 'dana', password, next })).path).toBe('/desk/');
    }
  });
});

describe('a session', () => {
  const enter = async (name: string) => {
    const visitor = createVisitor(desk.address);
    await enterFirst(visitor, name, await addOperator(name));
    return visitor;
  };

  test('ends after 15 minutes without a request, not before', async () => {
    const visitor = await enter('idle');
    desk.pass(14 * MINUTE);
    expect((await visitor.open('/')).path).toBe('/desk/');
    desk.pass(14 * MINUTE);
    expect((await visitor.open('/')).path).toBe('/desk/');
    desk.pass(15 * MINUTE);
    const ended = await visitor.open('/');
    expect(ended.path).toContain('/desk/login?why=idle');
    expect(ended.html).toContain('logged out because');
  });

  test('ends after ten hours, however busy it was', async () => {
    const visitor = await enter('busy');
    for (let minutes = 0; minutes < 600; minutes += 10) {
      expect((await visitor.open('/account')).path).toBe('/desk/account');
      desk.pass(10 * MINUTE);
    }
    expect((await visitor.open('/account')).path).toContain('/desk/login');
  });

  test('gets a new token with every step, and the old one is worth nothing', async () => {
    const oneTime = await addOperator('fixed');
    const visitor = createVisitor(desk.address);
    await visitor.open('/login');
    await visitor.submit('/login', { name: 'fixed', password: oneTime });
    const before = visitor.cookies.get('desk-session') ?? '';
    const own = ownPassword('fixed');
    await visitor.submit('/new-password', { password: own, again: own });
    expect(visitor.cookies.get('desk-session')).not.toBe(before);
    const thief = createVisitor(desk.address);
    thief.cookies.set('desk-session', before);
    expect((await thief.open('/new-password')).path).toContain('/desk/login');
  });

  test('is over everywhere when its operator logs out, is disabled or reset', async () => {
    const visitor = await enter('leaving');
    const copy = new Map(visitor.cookies);
    await visitor.open('/');
    expect((await visitor.submit('/logout')).path).toBe('/desk/login?why=logged-out');
    const thief = createVisitor(desk.address);
    for (const [name, value] of copy) thief.cookies.set(name, value);
    expect((await thief.open('/')).path).toContain('/desk/login');

    const second = await enter('dismissed');
    await desk.operators.setDisabled('dismissed', true);
    expect((await second.open('/')).path).toContain('/desk/login');
    await second.open('/login');
    const refused = await second.submit('/login', { name: 'dismissed', password: ownPassword('dismissed') });
    expect(refused.status).toBe(401);
  });

  test('keeps its cookie from scripts and other sites', async () => {
    const added = await addOperator('cookie');
    const page = await fetch(`${desk.address}/login`);
    const [visit = ''] = page.headers.getSetCookie();
    const csrf = /name="csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    const answer = await fetch(`${desk.address}/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: visit.split(';')[0] ?? '' },
      body: new URLSearchParams({ csrf, name: 'cookie', password: added }),
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^desk-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });
});

describe('a form from elsewhere', () => {
  test.each<[string, Record<string, string>, Record<string, string>]>([
    ['without a token', {}, {}],
    ['with an invented token', { csrf: 'A'.repeat(43) }, {}],
    ['with the right token, sent by another site', { csrf: 'right' }, { 'sec-fetch-site': 'cross-site' }],
  ])('%s changes nothing', async (_, fields, headers) => {
    const visitor = createVisitor(desk.address);
    const { html } = await visitor.open('/login');
    const right = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const posted = fields.csrf === 'right' ? { csrf: right } : fields;
    const page = await visitor.post('/login', { ...posted, name: 'admin', password: ownPassword('admin') }, headers);
    expect(page.status).toBe(403);
    expect(visitor.cookies.has('desk-session')).toBe(false);
  });
});

describe('the second factor', () => {
  const codeOf = (html: string, at: Date) => {
    const secret = /secret-text">([A-Z2-7 ]+)</.exec(html)?.[1]?.replaceAll(' ', '') ?? '';
    return { secret, code: new TOTP({ secret }).generate({ timestamp: at.getTime() }) };
  };

  test('is asked for once it is on; a code works once', async () => {
    const visitor = createVisitor(desk.address);
    await enterFirst(visitor, 'factor', await addOperator('factor'));
    const account = await visitor.open('/account');
    const { secret, code } = codeOf(account.html, desk.now());
    expect((await visitor.submit('/account/second-factor/on', { code: '000000' })).status).toBe(422);
    expect((await visitor.submit('/account/second-factor/on', { code })).html).toContain('The second factor is on');

    const later = createVisitor(desk.address);
    await later.open('/login');
    const asked = await later.submit('/login', { name: 'factor', password: ownPassword('factor') });
    expect(asked.path).toBe('/desk/second-factor');
    expect((await later.open('/')).path).toBe('/desk/second-factor');
    expect((await later.submit('/second-factor', { code })).status).toBe(401); // used when it was set up
    desk.pass(MINUTE);
    const next = new TOTP({ secret }).generate({ timestamp: desk.now().getTime() });
    await later.open('/second-factor');
    expect((await later.submit('/second-factor', { code: next })).path).toBe('/desk/');
    expect(await desk.dump()).not.toContain(secret);
  });

  test('is locked after five wrong codes', async () => {
    const visitor = createVisitor(desk.address);
    await visitor.open('/login');
    await visitor.submit('/login', { name: 'factor', password: ownPassword('factor') });
    const statuses = [];
    for (let tries = 0; tries < 6; tries++) {
      statuses.push((await visitor.submit('/second-factor', { code: '12345' })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });
});

test('nothing secret or personal is stored in clear or audited', async () => {
  const visitor = createVisitor(desk.address);
  await enterFirst(visitor, 'private', await addOperator('private'));
  const kept = (await desk.dump()) + JSON.stringify(desk.audited);
  for (const secret of [ownPassword('private'), visitor.cookies.get('desk-session'), '980109090001', '127.0.0.1']) {
    expect(kept).not.toContain(secret);
  }
  expect(desk.audited.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['desk-login', 'desk-login-refused', 'desk-logout', 'desk-password-changed']),
  );
});

test('every page keeps foreign code out', async () => {
  const visitor = createVisitor(desk.address);
  const { headers, html } = await visitor.open('/login');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+=/);
  expect(headers.get('cache-control')).toBe('no-store');
});
