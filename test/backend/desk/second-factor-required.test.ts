import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TOTP } from 'otpauth';
import { type StartedDesk, startDesk } from './started-desk.ts';
import { createVisitor, enterFirst, ownPassword, type Visitor } from './visitor.ts';

let desk: StartedDesk;
beforeAll(async () => {
  desk = await startDesk({ secondFactorRequired: true });
});
afterAll(() => desk.stop());

const add = async (name: string) => {
  const added = await desk.operators.add({ name, iin: '980109090001', regions: 'all', administrator: true });
  return 'value' in added ? added.value : '';
};
const codeOf = (html: string) => {
  const secret = /secret-text">([A-Z2-7 ]+)</.exec(html)?.[1]?.replaceAll(' ', '') ?? '';
  return new TOTP({ secret }).generate({ timestamp: desk.now().getTime() });
};
const everywhere = ['/', '/account', '/figures', '/operators', '/audit', '/applications/482-093-755-618-804'];

async function setUp(visitor: Visitor): Promise<Awaited<ReturnType<Visitor['open']>>> {
  const { html } = await visitor.open('/new-second-factor');
  return visitor.submit('/new-second-factor', { code: codeOf(html) });
}

describe('where a second factor is required', () => {
  test('an operator is led to it after the password, and nowhere else until it is there', async () => {
    const visitor = createVisitor(desk.address);
    const led = await enterFirst(visitor, 'new.one', await add('new.one'));
    expect(led.path).toBe('/desk/new-second-factor');
    expect(led.html).toContain('Turn on the second factor');
    for (const path of everywhere) expect((await visitor.open(path)).path).toBe('/desk/new-second-factor');

    const token = visitor.cookies.get('desk-session');
    await visitor.open('/new-second-factor');
    const wrong = await visitor.submit('/new-second-factor', { code: '000000' });
    expect(wrong.status).toBe(422);
    expect((await visitor.open('/')).path).toBe('/desk/new-second-factor');

    const done = await setUp(visitor);
    expect(done.path).toBe('/desk/?done=second-factor-on');
    expect(visitor.cookies.get('desk-session')).not.toBe(token);
    expect(desk.audited.map(({ action }) => action).slice(-2)).toEqual(['desk-second-factor-on', 'desk-login']);
    expect((await visitor.open('/figures')).status).toBe(200);
  });

  test('goes on to the page that was asked for', async () => {
    await enterFirst(createVisitor(desk.address), 'asked', await add('asked'));
    const visitor = createVisitor(desk.address);
    await visitor.open('/account');
    const led = await visitor.submit('/login', { name: 'asked', password: ownPassword('asked') });
    expect(led.path).toContain('/desk/new-second-factor');
    expect((await visitor.submit('/new-second-factor', { code: codeOf(led.html) })).path).toBe('/desk/account');
  });

  test('it cannot be turned off, by page or by hand', async () => {
    const visitor = createVisitor(desk.address);
    await enterFirst(visitor, 'keeper', await add('keeper'));
    await setUp(visitor);
    const { html } = await visitor.open('/account');
    expect(html).toContain('it cannot be turned off');
    expect(html).not.toContain('/second-factor/off');
    const csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const tried = await visitor.post('/account/second-factor/off', { csrf, current: ownPassword('keeper') });
    expect(tried.status).toBe(422);
    expect((await desk.operators.find('keeper'))?.hasSecondFactor).toBe(true);
  });

  test('who loses it while logged in is led back to it at the next request', async () => {
    const visitor = createVisitor(desk.address);
    await enterFirst(visitor, 'loser', await add('loser'));
    await setUp(visitor);
    expect((await visitor.open('/')).path).toBe('/desk/');
    const operator = await desk.operators.find('loser');
    if (operator) await desk.operators.disableSecondFactor(operator);
    for (const path of everywhere) expect((await visitor.open(path)).path).toBe('/desk/new-second-factor');
  });
});
