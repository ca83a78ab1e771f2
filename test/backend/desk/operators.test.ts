import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { almaty, astana } from './memory-work.ts';
import { type StartedDesk, startDesk } from './started-desk.ts';
import { createVisitor, enterFirst, ownPassword, type Visitor } from './visitor.ts';

let desk: StartedDesk;
let admin: Visitor;

beforeAll(async () => {
  desk = await startDesk();
  admin = createVisitor(desk.address);
  await enterFirst(admin, 'admin', (await desk.operators.ensureFirst())?.password ?? '', '851231490804');
});
afterAll(() => desk.stop());

const secretOf = (html: string) => /class="secret mono">([^<]+)</.exec(html)?.[1] ?? '';

describe('an administrator', () => {
  test('adds an operator, who sees only the regions given', async () => {
    await admin.open('/operators');
    const page = await admin.submit('/operators', { name: 'Aliya.K', iin: '980109090001', regions: [almaty.code] });
    const aliya = createVisitor(desk.address);
    expect((await enterFirst(aliya, 'aliya.k', secretOf(page.html))).path).toBe('/desk/?done=welcome');

    const [here, there] = [desk.work.put(), desk.work.put({ region: astana })];
    expect((await aliya.open(`/applications/${here}`)).status).toBe(200);
    expect((await aliya.open(`/applications/${there}`)).status).toBe(404);

    await admin.open('/operators/aliya.k');
    await admin.submit('/operators/aliya.k/regions', { regions: [astana.code] });
    expect((await aliya.open(`/applications/${here}`)).status).toBe(404);
    expect((await aliya.open(`/applications/${there}`)).status).toBe(200);
  });

  test.each([
    [{ name: 'алия', iin: '980109090001', regions: ['all'] }, 'This user name does not work'],
    [{ name: 'admin', iin: '980109090001', regions: ['all'] }, 'exists already'],
    [{ name: 'berik', iin: '980109090002', regions: ['all'] }, 'The IIN is not valid'],
    [{ name: 'berik', iin: '980109090001', regions: ['KZ-99'] }, 'Choose at least one region'],
  ])('is told what is wrong with %j', async (fields, reason) => {
    await admin.open('/operators');
    const page = await admin.submit('/operators', fields);
    expect(page.status).toBe(422);
    expect(page.html).toContain(reason);
  });

  test('restores the access of an operator, which ends the sessions and takes the old password away', async () => {
    const added = await desk.operators.add({
      name: 'erlan',
      iin: '980109090001',
      regions: 'all',
      administrator: false,
    });
    const erlan = createVisitor(desk.address);
    await enterFirst(erlan, 'erlan', 'value' in added ? added.value : '');
    await admin.open('/operators/erlan');
    const oneTime = secretOf((await admin.submit('/operators/erlan/reset')).html);
    expect((await erlan.open('/')).path).toContain('/desk/login');
    await erlan.open('/login');
    expect((await erlan.submit('/login', { name: 'erlan', password: ownPassword('erlan') })).status).toBe(401);
    expect((await erlan.submit('/login', { name: 'erlan', password: oneTime })).path).toBe('/desk/new-password');
  });

  test('reads who did what, all of it or about one operator', async () => {
    const { html } = await admin.open('/audit');
    for (const text of ['Operator added', 'Regions changed', 'Logged in', 'operator admin'])
      expect(html).toContain(text);
    const about = await admin.open('/audit?about=Aliya.K');
    for (const text of ['Operator added', 'Regions changed', 'Logged in']) expect(about.html).toContain(text);
    expect(about.html).not.toMatch(/domain">admin/);
  });

  test('cannot disable the own account', async () => {
    await admin.open('/account');
    const csrf = /name="csrf" value="([^"]+)"/.exec((await admin.open('/operators/admin')).html)?.[1] ?? '';
    const page = await admin.post('/operators/admin/disable', { csrf });
    expect(page.status).toBe(422);
    expect((await admin.open('/operators')).status).toBe(200);
  });
});

test('an operator who is no administrator manages nobody', async () => {
  const added = await desk.operators.add({ name: 'plain', iin: '980109090001', regions: 'all', administrator: false });
  const plain = createVisitor(desk.address);
  await enterFirst(plain, 'plain', 'value' in added ? added.value : '');
  expect((await plain.open('/operators')).status).toBe(403);
  expect((await plain.open('/audit')).status).toBe(403);
  const csrf = /name="csrf" value="([^"]+)"/.exec((await plain.open('/account')).html)?.[1] ?? '';
  const forbidden = await plain.post('/operators', { csrf, name: 'mine', iin: '980109090001', regions: 'all' });
  expect(forbidden.status).toBe(403);
  expect((await desk.operators.list()).map(({ name }) => name)).not.toContain('mine');
});

test('a changed password ends the sessions elsewhere; the present password has to be known', async () => {
  const added = await desk.operators.add({ name: 'marat', iin: '980109090001', regions: 'all', administrator: false });
  const here = createVisitor(desk.address);
  await enterFirst(here, 'marat', 'value' in added ? added.value : '');
  const elsewhere = createVisitor(desk.address);
  await elsewhere.open('/login');
  await elsewhere.submit('/login', { name: 'marat', password: ownPassword('marat') });
  const own = 'another long phrase of words';
  await here.open('/account');
  const guessed = await here.submit('/account/password', { current: 'a wrong guess', password: own, again: own });
  expect(guessed.html).toContain('The present password is wrong');
  const changed = await here.submit('/account/password', { current: ownPassword('marat'), password: own, again: own });
  expect(changed.html).toContain('The password is changed');
  expect((await here.open('/')).path).toBe('/desk/');
  expect((await elsewhere.open('/')).path).toContain('/desk/login');
});
