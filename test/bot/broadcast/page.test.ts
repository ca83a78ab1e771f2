// A notice written and sent by hand: a person of the staff at the chat page in a browser, 40 chats that get it.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInChromium, launchChromium } from '../../support/chromium.ts';
import { type StartedBot, startStaffedBot } from './started-bot.ts';

const [OWNER, READERS] = [700_001, 40];

describeInChromium('a notice, in the browser', () => {
  let bot: StartedBot;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
    bot = await startStaffedBot({ STAFF_IDS: `${OWNER}`, MESSAGES_PER_SECOND: '5' });
    bot.telegram.addPerson({ id: OWNER, first_name: 'Айгүл', language_code: 'ru' });
    for (let n = 1; n <= READERS; n += 1)
      bot.telegram.addPerson({ id: OWNER + n, first_name: 'Someone', language_code: 'kk' }).say('/start');
    page = await browser.newPage({ viewport: { width: 900, height: 900 } });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${bot.telegram.url}/?user=${OWNER}`);
    await page.locator('#chat-name', { hasText: 'NCA SSL' }).waitFor();
    for (let n = 1; n <= READERS; n += 1) await bot.telegram.person(OWNER + n).waitFor(() => true, 60_000);
  });
  afterAll(async () => {
    await browser.close();
    expect(bot.telegram.calls.problems()).toEqual([]);
    await bot.close();
  });

  const shot = (name: string) => page.screenshot({ path: `screenshots/broadcast-${name}.png` });
  const press = (name: string | RegExp) => page.getByRole('button', { name }).last().click();
  const says = async (text: string) => {
    await page.getByRole('textbox').last().fill(text);
    await page.keyboard.press('Enter');
  };
  const reads = (text: string | RegExp) => page.getByText(text).last().waitFor({ timeout: 60_000 });

  test('is written, previewed, sent and reported', async () => {
    await bot.chat(OWNER).says('/start', 'SSL');
    await says('/broadcast');
    await press('✍️ Написать уведомление');
    await press('Русский');
    await says('Сегодня ночью сайт не работает с 23:00 до 02:00.');
    await press('Без кнопок');
    await reads('Получат');
    await press('Казахский');
    await says('Бүгін түнде сайт 23:00-ден 02:00-ге дейін жұмыс істемейді.');
    await press('Без кнопок');
    await page
      .getByText(/✅ Казахский: текст/)
      .last()
      .waitFor();
    await shot('panel');
    await press('Отправить…');
    await press('🚀 Сейчас');
    await reads(/▰+▱+ [1-9]\d? %/);
    await shot('progress');
    await reads('✅ Завершено');
    await page.getByText('broadcast-1.csv').last().waitFor();
    await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
    await shot('report');
    const { person } = bot.chat(OWNER + 1);
    expect(person.messages().at(-1)?.text).toBe('Бүгін түнде сайт 23:00-ден 02:00-ге дейін жұмыс істемейді.');
    expect(problems).toEqual([]);
  });
});
