// The whole backend on PostgreSQL with CFSSL, two operators at two screens in real Chromium: four eyes, signing trouble,
// revocation, figures.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { syntheticPersons } from '../../../src/backend/people/synthetic-persons.ts';
import type { Notice } from '../../../src/contract/statuses.ts';
import { removeFolder } from '../../csr/requests.ts';
import { cfsslMissing } from '../../support/cfssl.ts';
import { chromiumMissing, launchChromium } from '../../support/chromium.ts';
import { type FaultyProxy, startFaultyProxy } from '../../support/faulty-proxy.ts';
import { openPostOffice, type PostOffice } from '../../support/post-office.ts';
import { type Postgresql, postgresqlMissing, startPostgresql } from '../../support/postgresql.ts';
import { type House, remoteHouses } from '../ca/houses.ts';
import { answered, type RunningBackend, runBackend, submit, unlimited } from '../running-backend.ts';
import { openScreen, shoot } from './browser.ts';
import { createVisitor, enterFirst, ownPassword, type Visitor } from './visitor.ts';

const missing = chromiumMissing ?? postgresqlMissing ?? cfsslMissing;
const onScreens = missing ? describe.skip : describe;
if (missing) console.log(`skipped: ${missing}`);

const OWNER = 'telegram:1000';
const persons = [...syntheticPersons.keys()].slice(8, 44);
const secretOf = (html: string) => /class="secret mono">([^<]+)</.exec(html)?.[1] ?? '';

onScreens('two operators at two screens', () => {
  let server: Postgresql;
  let databaseUrl: string;
  let house: House;
  let proxy: FaultyProxy;
  let running: RunningBackend;
  let post: PostOffice;
  let browser: Browser;
  let admin: Visitor;
  let dinara: Page;
  let ruslan: Page;
  const problems: (readonly string[])[] = [];

  const sit = async (name: string, iin: string, locale: string) => {
    await admin.open('/operators');
    const added = await admin.submit('/operators', { name, iin, regions: ['KZ-75', 'KZ-71'] });
    await enterFirst(createVisitor(running.backend.deskUrl), name, secretOf(added.html));
    const screen = await openScreen(browser, locale);
    problems.push(screen.problems);
    await logIn(screen.page, name);
    return screen.page;
  };
  const logIn = async (page: Page, name: string) => {
    await page.goto(`${running.backend.deskUrl}/login`);
    await page.locator('#name').fill(name);
    await page.locator('#password').fill(ownPassword(name));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/desk/');
  };

  beforeAll(async () => {
    server = await startPostgresql();
    house = await remoteHouses[0].build();
    proxy = await startFaultyProxy(house.url, house.files);
    const secrets = { BACKEND_TOKEN: 'b'.repeat(32), DATA_KEY: 'ab'.repeat(32) };
    databaseUrl = await server.createDatabase();
    post = await openPostOffice();
    const settings = {
      ...house.variables,
      ...secrets,
      BACKEND_DATABASE_URL: databaseUrl,
      CFSSL_URL: proxy.url,
      DESK_FOUR_EYES: 'on',
      SMTP_URL: post.url,
      MAIL_FROM: 'NCA <ca@example.kz>',
    };
    running = await runBackend(settings, unlimited);
    browser = await launchChromium();
    admin = createVisitor(running.backend.deskUrl);
    await enterFirst(admin, 'admin', running.backend.firstOperatorPassword ?? '', '980109090001');
    dinara = await sit('d.akhmetova', '900101390002', 'ru');
    ruslan = await sit('r.kim', '851231490007', 'kk');
  }, 300_000);
  afterAll(async () => {
    await browser.close();
    await running.stop();
    await post.close();
    await proxy.stop();
    await house.close();
    await server.remove();
    removeFolder();
  });

  const apply = (iin = '900101390307', domain?: string) =>
    submit(running, { iin, ...(domain !== undefined && { domain }) }, OWNER);
  const statusOf = async (number: string) => {
    const outcome = await running.client('readApplication', { path: { number }, owner: OWNER });
    return 'value' in outcome ? outcome.value.status : outcome.problem.code;
  };
  /** Follows the changes as a front-end does, until this one has come. */
  const isNoticed = async (number: string, notice: Notice) => {
    for (let after = 0; ; ) {
      const { changes, cursor } = answered(
        await running.client('statusChanges', { query: { after, wait: 25 }, timeLimit: 30_000 }),
      );
      if (changes.some((change) => change.number === number && change.notice === notice)) return;
      if (cursor === after) throw new Error(`no ${notice} within 25 s`);
      after = cursor;
    }
  };
  const open = (page: Page, number: string) => page.goto(`${running.backend.deskUrl}/applications/${number}`);
  const tick = async (page: Page) => {
    for (const box of await page.getByRole('checkbox').all()) await box.check();
  };
  const pressConfirm = async (page: Page) => {
    await Promise.all([page.waitForLoadState('load'), page.locator('form[action$="/confirm"] button').click()]);
  };
  const confirm = async (page: Page, number: string) => {
    await open(page, number);
    await tick(page);
    await pressConfirm(page);
    await page.waitForURL('**?done=*');
  };

  test('the first finds the application, checks and confirms it with the keyboard alone; nothing is issued yet', async () => {
    const { number } = await apply();
    const press = async (...keys: string[]) => {
      for (const key of keys) await dinara.keyboard.press(key);
    };
    await dinara.goto(`${running.backend.deskUrl}/`);
    await dinara.keyboard.type(number); // the search has the focus
    await press('Enter');
    await dinara.waitForURL(`**/applications/${number}`);
    const focused = () => dinara.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name ?? '');
    for (let steps = 0; steps < 40 && (await focused()) !== 'checklist'; steps++) await press('Tab');
    await press('Space', 'Tab', 'Space', 'Tab', 'Space');
    await shoot(dinara, 'first-of-two');
    await press('Tab', 'Enter');
    await dinara.waitForURL('**?done=confirmed-first');
    await shoot(dinara, 'waits-for-second');
    expect(await dinara.getByRole('button', { name: 'Подтвердить' }).count()).toBe(0);
    expect(await statusOf(number)).toBe('submitted');
  });

  test('the second finds it in a list of its own, and with that confirmation the certificate is issued', async () => {
    for (const [index, iin] of persons.entries()) if (index < 6) await apply(iin);
    await ruslan.goto(`${running.backend.deskUrl}/`);
    await ruslan.getByRole('link', { name: 'Екінші растау' }).click();
    await ruslan.getByText('бірінші болып растаған: d.akhmetova').waitFor();
    await shoot(ruslan, 'queue-second');
    const number = (await ruslan.locator('tbody a.number').first().textContent()) ?? '';
    await ruslan.getByRole('link', { name: number }).click();
    await shoot(ruslan, 'second-of-two');
    await tick(ruslan);
    await pressConfirm(ruslan);
    await ruslan.waitForURL('**?done=confirmed');
    await shoot(ruslan, 'confirmed-by-two');
    expect(await statusOf(number)).toBe('issued');
    const history = await ruslan.locator('.timeline').textContent();
    expect(history).toMatch(/Бірінші оператор растады[\s\S]*d\.akhmetova[\s\S]*Расталды[\s\S]*r\.kim/);
    const audit = (await admin.open(`/audit?about=${number}`)).html;
    for (const text of ['Confirmed by the first operator', 'operator d.akhmetova', 'operator r.kim'])
      expect(audit).toContain(text);
  });

  test('of two who press at once one is the first, and the other is told so and may be the second', async () => {
    const { number } = await apply();
    for (const page of [dinara, ruslan]) {
      await open(page, number);
      await tick(page);
    }
    await Promise.all([pressConfirm(dinara), pressConfirm(ruslan)]);
    await Promise.all([dinara, ruslan].map((page) => page.locator('.notice.good, #problem').first().waitFor()));
    const told = await Promise.all([dinara, ruslan].map((page) => page.locator('#problem').count()));
    expect(told[0]).not.toBe(told[1]);
    const late = told[0] === 1 ? dinara : ruslan;
    await shoot(late, 'confirmed-meanwhile');
    expect(await statusOf(number)).toBe('submitted');
    await pressConfirm(late);
    await late.waitForURL('**?done=confirmed');
    expect(await statusOf(number)).toBe('issued');
  });

  test('the first takes the confirmation back; then nobody has confirmed', async () => {
    const { number } = await apply();
    await confirm(dinara, number);
    await dinara.getByRole('button', { name: 'Отозвать моё подтверждение' }).click();
    await dinara.waitForURL('**?done=taken-back');
    await open(ruslan, number);
    expect(await ruslan.getByRole('button', { name: 'Бірінші болып растау' }).count()).toBe(1);
    expect(await ruslan.locator('.timeline li').count()).toBe(1);
  });

  test('an answer of the authority that was lost is looked up from the page, and nothing is signed twice', async () => {
    const { number } = await apply();
    const before = await house.count();
    await confirm(dinara, number);
    proxy.fault = 'cut-after';
    await confirm(ruslan, number);
    expect(await statusOf(number)).toBe('signing-unknown');
    proxy.fault = 'none';
    await open(dinara, number);
    await shoot(dinara, 'signing-trouble');
    const look = dinara.getByRole('button', { name: 'Запросить исход' });
    await look.click();
    await dinara.waitForURL('**?done=signing-unknown'); // another may still be at it: its lease runs
    await shoot(dinara, 'signing-still-unknown');
    const { now } = running.time;
    running.time.now = new Date(now.getTime() + 2 * 60_000);
    await look.click();
    await dinara.waitForURL('**?done=signed');
    expect(await statusOf(number)).toBe('issued');
    expect((await house.count()) - before).toBe(1);
  });

  test('a revocation that was asked for is listed, and carried out only once the domain is typed', async () => {
    const { number, domain } = await apply();
    await confirm(dinara, number);
    await confirm(ruslan, number);
    await running.client('askRevocation', { path: { number }, owner: OWNER, body: { reason: 'key-lost' } });
    await dinara.goto(`${running.backend.deskUrl}/?filter=revocation-asked`);
    await shoot(dinara, 'queue-revocation');
    await dinara.getByRole('link', { name: number }).click();
    await shoot(dinara, 'revoke');
    const typed = dinara.locator('#typed');
    await typed.fill('another.kz');
    const press = dinara.getByRole('button', { name: 'Подтвердить отзыв первым' });
    await press.click();
    await dinara.getByRole('alert').waitFor();
    await shoot(dinara, 'revoke-mistyped');
    expect(await statusOf(number)).toBe('issued');
    await typed.fill(domain.toUpperCase());
    await press.click();
    await dinara.waitForURL('**?done=revocation-confirmed-first');
    await shoot(dinara, 'revocation-waits-for-second');
    expect(await statusOf(number)).toBe('issued');
    expect(await dinara.locator('form[action$="/revoke"]').count()).toBe(0);

    await ruslan.goto(`${running.backend.deskUrl}/?filter=second-operator`);
    await shoot(ruslan, 'queue-second-revocation');
    await ruslan.getByRole('link', { name: number }).click();
    await shoot(ruslan, 'revoke-as-second');
    await ruslan.locator('#typed').fill(number);
    await ruslan.getByRole('button', { name: 'Екінші болып растау және кері қайтарып алу' }).click();
    await ruslan.waitForURL('**?done=revoked');
    await shoot(ruslan, 'revoked');
    expect(await statusOf(number)).toBe('revoked');
    const history = await ruslan.locator('.timeline').textContent();
    expect(history).toMatch(/бірінші оператор растады[\s\S]*d\.akhmetova[\s\S]*r\.kim\s*$/);
    const audit = (await admin.open(`/audit?about=${number}`)).html;
    for (const text of ['Revocation confirmed by the first operator', 'Revocation decided'])
      expect(audit).toContain(text);
  });

  test('a letter that its address refused is listed until the applicant gives a better one', async () => {
    post.unknown.add('wrong@example.kz');
    const { number } = await submit(running, { iin: '900101390307', email: 'wrong@example.kz' }, OWNER);
    await isNoticed(number, 'letter-refused');
    await dinara.goto(`${running.backend.deskUrl}/`);
    await dinara.getByRole('link', { name: 'Письма не приняты' }).click();
    await dinara.getByText('EENVELOPE 550').waitFor();
    await shoot(dinara, 'queue-letters');
    await ruslan.goto(`${running.backend.deskUrl}/?filter=letters-refused`);
    await shoot(ruslan, 'queue-letters-kk');
    await ruslan.getByRole('link', { name: number }).click();
    await ruslan.getByText('хаттар бұл мекенжайға жетпейді').waitFor();
    await running.client('changeEmail', { path: { number }, owner: OWNER, body: { email: 'right@example.kz' } });
    await post.arrives(({ to }) => to === 'right@example.kz');
    await dinara.goto(`${running.backend.deskUrl}/?filter=letters-refused`);
    await dinara.getByText('Адреса всех заявителей принимают письма.').waitFor();
  });

  test('the figures of the last days are there as a picture and as a table, the same in both', async () => {
    await fillDays();
    await ruslan.goto(`${running.backend.deskUrl}/figures`);
    await dinara.goto(`${running.backend.deskUrl}/figures`);
    await shoot(dinara, 'figures');
    await shoot(ruslan, 'figures-kk');
    const bars = await dinara.locator('svg.chart rect').count();
    const cells = await dinara.locator('tbody td:not(.strong):not(.none)').count();
    expect(bars).toBe(cells);
    expect(bars).toBeGreaterThan(40);
    expect(await dinara.locator('tbody tr').count()).toBe(30);
  });

  /** What a month leaves: rows alone, since nobody opens them here. */
  const fillDays = async () => {
    const client = new pg.Client(databaseUrl);
    await client.connect();
    await client.query(
      `INSERT INTO application (number, owner, idempotency_key, body_hash, status, since, submitted_at, confirm_by, region, city,
         domain, spki_sha256, key_description, key_storage, agreement, agreed_at, language)
       SELECT lpad(n::text, 19, '9'), 'telegram:2', n::text, repeat('a', 32),
         CASE WHEN n % 17 = 0 THEN 'revoked' WHEN n % 9 = 0 THEN 'expired' WHEN n % 7 = 0 THEN 'refused'
              WHEN day < 6 AND n % 2 = 0 THEN 'submitted' ELSE 'issued' END,
         t, t, t + interval '30 days', CASE WHEN n % 5 = 0 THEN 'KZ-10' ELSE 'KZ-75' END, 'almaty', 'example.kz', repeat('b', 64),
         'P-256', 'own-csr', '1', t, 'kk'
       FROM (SELECT day * 100 + n AS n, day, $1::timestamptz - day * interval '1 day' AS t
             FROM generate_series(0, 29) day, generate_series(1, 14) n
             WHERE n <= 5 + (day * 7) % 9 AND extract(isodow FROM $1::timestamptz - day * interval '1 day') < 6) rows`,
      [running.time.now],
    );
    await client.end();
  };

  test('the browsers had nothing to complain about', () => {
    expect(problems.flat()).toEqual([]);
  });
});
