import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCanvas } from '@napi-rs/canvas';
import type { Browser, Page } from 'playwright-core';
import { describeInChromium, launchChromium } from '../support/chromium.ts';
import { type Everything, startEverything } from './everything.ts';

const APPLICANT = 710000002;
const STAFF = 710000009;
const GROUP = 'Қолдау · Поддержка · Support';

describeInChromium('an applicant who is stuck, in a browser', () => {
  let everything: Everything;
  let browser: Browser;
  let chat: Page;
  let staff: Page;

  beforeAll(async () => {
    everything = await startEverything({ SUPPORT_HOURS: '1-7 00:00-24:00' });
    browser = await launchChromium();
    const open = async (user: number, viewport: { width: number; height: number }) => {
      const page = await (await browser.newContext({ viewport })).newPage();
      page.setDefaultTimeout(60_000);
      await page.goto(`${everything.chat}/?user=${user}`);
      return page;
    };
    chat = await open(APPLICANT, { width: 420, height: 860 });
    staff = await open(STAFF, { width: 1280, height: 900 });
  });

  afterAll(async () => {
    await browser.close();
    await everything.close();
  });

  const shot = (page: Page, name: string) => page.screenshot({ path: `screenshots/support-${name}.png` });
  const press = (page: Page, button: string) => page.getByRole('button', { name: button, exact: true }).last().click();
  const sees = (page: Page, text: string | RegExp) => page.locator('#messages').getByText(text).last().waitFor();
  const write = async (page: Page, text: string) => {
    await page.locator('#text').fill(text);
    await page.locator('#send').click();
  };

  test('asks a person in the middle of the application', async () => {
    await press(chat, 'НАЧАТЬ');
    await press(chat, 'SSL-сертификат для физических лиц');
    await press(chat, 'Подать заявку');
    await press(chat, 'Прочитал(а) и согласен(на)');
    await write(chat, '900101390003');
    await sees(chat, /опечатка/);
    await shot(chat, 'stuck');
    await press(chat, '👤 Написать в поддержку');
    await sees(chat, 'Вы пишете в поддержку');
    await shot(chat, 'intro');
    await write(chat, 'Мой ИИН 900101390002 не принимают, что делать?');
    await sees(chat, /Вопрос № 1 передан сотрудникам/);
    await shot(chat, 'asked');
  });

  test('is heard in the staff’s group, in a topic, without the IIN', async () => {
    await staff.getByText(GROUP).first().click();
    await sees(staff, /Мой ИИН •{12} не принимают/);
    await staff.locator('#topics').selectOption({ index: 1 });
    await sees(staff, /Сейчас на шаге: ИИН/);
    await press(staff, '✋ Взять себе');
    await sees(staff, /Отвечает: /);
    await shot(staff, 'group');
    expect(await staff.locator('#messages').textContent()).not.toContain('900101390002');
  });

  test('is answered there, with words and a picture, and goes on where the application was', async () => {
    await write(staff, 'Проверьте последнюю цифру: в первом сообщении была 3.');
    await sees(chat, 'Проверьте последнюю цифру');
    const canvas = createCanvas(480, 200);
    const context = canvas.getContext('2d');
    context.fillStyle = '#dbeafe';
    context.fillRect(0, 0, 480, 200);
    const picture = { name: 'card.png', mimeType: 'image/png', buffer: canvas.toBuffer('image/png') };
    await staff.locator('#file').setInputFiles(picture);
    await staff.locator('#caption').fill('Она здесь, на лицевой стороне');
    await staff.locator('#upload button.primary').click();
    await sees(chat, 'Она здесь, на лицевой стороне');
    await shot(chat, 'answered');
    await press(chat, '‹ Выйти и продолжить');
    await sees(chat, /12 цифр/);
    await write(chat, '900101390002');
    await sees(chat, /Это вы\?/);
    await shot(chat, 'goes-on');
  });

  test('is told when the question is closed; the staff look at the figures', async () => {
    await press(staff, '✅ Закрыть');
    await sees(chat, /Вопрос № 1 закрыт/);
    await sees(staff, /№ 1 · закрыт/);
    await write(staff, '/tickets closed');
    await sees(staff, /Вопросы · closed/);
    await shot(staff, 'closed');
    await write(staff, '/stats 7');
    await staff.locator('#messages img').last().waitFor();
    await sees(staff, /stats-\d{4}-\d\d-\d\d\.csv/);
    await staff.locator('#messages img').last().scrollIntoViewIfNeeded();
    await shot(staff, 'stats');
    await shot(chat, 'closed-applicant');
  });
});
