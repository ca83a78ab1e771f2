// The desk in a real browser: what works only there, and pictures to look at (in screenshots/, which git ignores).
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { describeInChromium, launchChromium } from '../../support/chromium.ts';
import { findBarriers, openScreen, shoot as shootPage } from './browser.ts';
import { almaty } from './memory-work.ts';
import { type StartedDesk, startDesk } from './started-desk.ts';

const PASSWORD = 'four words, rather long';

describeInChromium('the desk in Chromium', () => {
  let desk: StartedDesk;
  let browser: Browser;
  let page: Page;
  let problems: readonly string[];
  const shoot = (name: string) => shootPage(page, name);

  beforeAll(async () => {
    desk = await startDesk();
    browser = await launchChromium();
    ({ page, problems } = await openScreen(browser));
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.stop();
  });

  test('an administrator comes in for the first time, with the keyboard alone', async () => {
    const first = await desk.operators.ensureFirst();
    await page.goto(`${desk.address}/`);
    await shoot('login');
    await page.keyboard.type('admin');
    await page.keyboard.press('Tab');
    await page.keyboard.type(first?.password ?? '');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/new-password**');
    await shoot('new-password');
    await page.getByLabel('Новый пароль').fill(PASSWORD);
    await page.getByLabel('Повторите пароль').fill(PASSWORD);
    await page.getByLabel('Ваш ИИН').fill('851231490007');
    await page.getByRole('button', { name: 'Сохранить пароль' }).click();
    await page.waitForURL('**/?done=welcome');
    await shoot('queue-empty');
  });

  test('the queue shows what waits, and the languages change in place', async () => {
    const people = [
      ['СЫНАҚОВА', 'ӘЙГЕРІМ', 'ҮЛГІҚЫЗЫ', 'example.kz'],
      ['ДЕМОВ', 'АРМАН', null, 'xn--d1abcthi5a2mc59d.xn--80ao21a'],
      ['ТЕСТБАЕВА', 'ГҮЛНҰР', 'СЫНАҚҚЫЗЫ', '*.shop.example.com.kz'],
      ['ҮЛГІБЕКОВ', null, null, 'a-rather-long-name-of-a-small-enterprise.example.org.kz'],
    ] as const;
    for (const [surname, givenName, patronymic, domain] of people) {
      desk.work.put({ person: { surname, givenName, patronymic }, domain });
    }
    desk.work.put({ status: 'refused', reason: 'Бланкіде қол жоқ.' });
    desk.pass(26 * 86_400_000);
    desk.work.put({ status: 'issued' });
    desk.work.put({ status: 'signing-unknown' });
    await page.context().clearCookies({ name: 'desk-session' });
    await page.goto(`${desk.address}/`);
    await page.getByLabel('Логин').fill('admin');
    await page.getByLabel('Пароль').fill(PASSWORD);
    await page.getByRole('button', { name: 'Войти' }).click();
    await page.waitForURL('**/desk/');
    await shoot('queue');
    await page.goto(`${desk.address}/?filter=all`);
    await shoot('queue-all');
    for (const [name, title] of [
      ['Қазақша', 'Өтінімдер'],
      ['English', 'Applications'],
      ['Русский', 'Заявки'],
    ] as const) {
      await page.getByRole('link', { name }).click();
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
      expect(page.url()).toBe(`${desk.address}/?filter=all`);
    }
  });

  test('an application is found with "/", seen, and confirmed after every document is ticked', async () => {
    const number = desk.work.put({ letters: [{ kind: 'submitted', state: 'sent', at: desk.now(), problem: null }] });
    await page.goto(`${desk.address}/account`);
    await shoot('account');
    await page.goto(`${desk.address}/`);
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('/');
    await page.keyboard.type(number);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/applications/${number}`);
    await shoot('application');
    await page.getByRole('link', { name: 'Қазақша' }).click();
    await shoot('application-kk');
    await page.getByRole('link', { name: 'Русский' }).click();

    const confirm = page.getByRole('button', { name: 'Подтвердить и выпустить сертификат' });
    await confirm.click();
    expect(desk.work.statusOf(number)).toBe('submitted'); // the browser asks for the ticks first
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await shoot('application-ticked');
    await confirm.click();
    await page.waitForURL('**?done=confirmed');
    expect(desk.work.statusOf(number)).toBe('confirmed');
    await shoot('application-confirmed');
  });

  test('a refusal is filled in from a common reason in the applicant’s language', async () => {
    const number = desk.work.put();
    await page.goto(`${desk.address}/applications/${number}`);
    await page.getByRole('heading', { name: 'Отказ' }).click();
    const words = page.getByLabel('Текст для заявителя');
    await page.getByLabel('Типовая причина').selectOption('form');
    expect(await words.inputValue()).toContain('Қол қойылған бланк');
    await page.getByLabel('Типовая причина').selectOption('domain');
    expect(await words.inputValue()).toContain('Доменге құқығыңыз');
    await shoot('refuse');
    await words.fill('Өз сөзіммен');
    await page.getByLabel('Типовая причина').selectOption('form');
    expect(await words.inputValue()).toBe('Өз сөзіммен');
    desk.work.change(number, { domain: 'other.example.kz' });
    await page.getByRole('button', { name: 'Отказать' }).click();
    await page.getByRole('alert').waitFor();
    await shoot('refuse-stale');
    expect(await words.inputValue()).toBe('Өз сөзіммен');
    await page.getByRole('button', { name: 'Отказать' }).click();
    await page.waitForURL('**?done=refused');
    await shoot('refused');
  });

  test('operators are added and changed', async () => {
    await page.goto(`${desk.address}/operators`);
    await page.getByRole('heading', { name: 'Добавить оператора' }).click();
    await page.getByLabel('Логин').fill('a.ospanova');
    await page.getByRole('textbox', { name: 'ИИН' }).fill('980109090001');
    await page.getByLabel('город Алматы').check();
    await page.getByLabel('область Абай').check();
    await shoot('operator-new');
    await page.getByRole('button', { name: 'Добавить оператора' }).click();
    await page.getByText('Одноразовый пароль для').waitFor();
    await shoot('operators');
    const [added] = (await desk.operators.list()).filter(({ name }) => name === 'a.ospanova');
    expect(added?.regions).toEqual(expect.arrayContaining([almaty.code, 'KZ-10']));
    await page.getByRole('link', { name: 'a.ospanova' }).click();
    await shoot('operator');
    await page.goto(`${desk.address}/audit`);
    await shoot('audit');
  });

  test('axe has nothing against any page that there is, in any language', async () => {
    const number = desk.work.put({ status: 'signing-unknown' });
    const pages = desk.routes
      .filter(
        ({ method, path, stage }) => method === 'GET' && /^(open|administrator)$/.test(stage) && !/\.pdf$/.test(path),
      )
      .map(({ path }) => path.replace(':number', number).replace(':name', 'a.ospanova'));
    expect(pages.length).toBeGreaterThan(5);
    for (const [index, path] of [...pages, '/nowhere', '/?filter=all'].entries()) {
      const language = ['kk', 'ru', 'en'][index % 3];
      await page.goto(`${desk.address}${path}${path.includes('?') ? '&' : '?'}language=${language}`);
      expect(`${path}: ${await findBarriers(page)}`).toBe(`${path}: `);
    }
    await page.goto(`${desk.address}/nowhere?language=ru`);
    await shoot('missing');
    await page.goto(`${desk.address}/`);
    await page.getByRole('searchbox').fill('example.kz');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search');
    await shoot('search');
  });

  test('a second factor is set up where it is required, and asked for from then on', async () => {
    const strict = await startDesk({ secondFactorRequired: true });
    const first = await strict.operators.ensureFirst();
    const screen = await openScreen(browser);
    const logIn = async (password: string) => {
      await screen.page.goto(`${strict.address}/login`);
      await screen.page.getByLabel('Логин').fill('admin');
      await screen.page.getByLabel('Пароль').fill(password);
      await screen.page.keyboard.press('Enter');
    };
    await logIn(first?.password ?? '');
    await screen.page.getByLabel('Новый пароль').fill(PASSWORD);
    await screen.page.getByLabel('Повторите пароль').fill(PASSWORD);
    await screen.page.getByLabel('Ваш ИИН').fill('851231490007');
    await screen.page.keyboard.press('Enter');
    await screen.page.getByRole('heading', { name: 'Включите второй фактор' }).waitFor();
    await shootPage(screen.page, 'new-second-factor');
    const secret = ((await screen.page.locator('.secret-text').textContent()) ?? '').replaceAll(' ', '');
    await screen.page
      .getByLabel('Код из шести цифр')
      .fill(new TOTP({ secret }).generate({ timestamp: strict.now().getTime() }));
    await screen.page.keyboard.press('Enter');
    await screen.page.waitForURL('**/?done=second-factor-on');
    await screen.page.goto(`${strict.address}/account`);
    await shootPage(screen.page, 'account-strict');
    await screen.page.getByRole('button', { name: 'Выйти' }).click();
    await logIn(PASSWORD);
    await screen.page.getByRole('heading', { name: 'Второй фактор' }).waitFor();
    await shootPage(screen.page, 'second-factor');
    expect(screen.problems).toEqual([]);
    await strict.stop();
  });

  test('the dark scheme is as complete as the light one', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    const number = desk.work.put();
    await page.goto(`${desk.address}/applications/${number}`);
    await shoot('dark-application');
    await page.goto(`${desk.address}/?filter=all`);
    await shoot('dark-queue');
    await page.emulateMedia({ colorScheme: 'light' });
  });

  test('a page left alone warns, can be kept, and is hidden in the end', async () => {
    await page.clock.install({ time: new Date() });
    await page.goto(`${desk.address}/account`);
    const warning = page.getByRole('dialog', { name: 'Вы ещё здесь?' });
    await page.clock.runFor('12:30');
    expect(await warning.isVisible()).toBe(false);
    await page.clock.runFor('01:00');
    expect(await warning.isVisible()).toBe(true);
    await shoot('idle');
    const stayed = page.waitForResponse('**/desk/stay');
    await page.getByRole('button', { name: 'Продолжить работу' }).click();
    expect((await stayed).status()).toBe(204);
    expect(await warning.isVisible()).toBe(false);
    await page.clock.runFor('15:30');
    await page.waitForURL('**/login?why=idle');
    await shoot('idle-ended');
  });

  test('the browser had nothing to complain about: no error, nothing the policy refused', () => {
    expect(problems).toEqual([]);
  });
});
