import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createCanvas } from '@napi-rs/canvas';
import type { Browser, Page } from 'playwright-core';
import { Telegram } from 'telegraf';
import type { LocalTelegram } from '../../src/local-telegram/local-telegram.ts';
import type { ChatMessage } from '../../src/local-telegram/types.ts';
import { describeInChromium, launchChromium } from '../support/chromium.ts';
import { closeAll, startForTest } from './bot-api-client.ts';

let browser: Browser;
let telegram: LocalTelegram;
let bot: Telegram;
let problems: string[];

describeInChromium('the chat page', () => {
  beforeAll(async () => {
    browser = await launchChromium();
    ({ telegram } = await startForTest());
    bot = new Telegram(telegram.token, { apiRoot: telegram.url });
    await bot.setMyCommands([
      { command: 'start', description: 'Начать сначала' },
      { command: 'status', description: 'Статус заявления по номеру' },
      { command: 'help', description: 'Помощь' },
      { command: 'language', description: 'Язык' },
    ]);
    await bot.setMyDescription('Сертификат SSL для домена в зоне .kz: заявление, статус и файлы прямо в чате.');
  });
  afterAll(async () => {
    await browser.close();
    await closeAll();
  });

  async function openAs(index: number, options: Parameters<Browser['newPage']>[0] = {}) {
    const user = telegram.users[index];
    if (!user) throw new Error('No such user');
    problems = [];
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(`${telegram.url}/?user=${user.id}`);
    await page.locator('#chat-name', { hasText: 'NCA SSL' }).waitFor();
    return { page, user, person: telegram.person(user.id) };
  }

  const shot = (page: Page, name: string) => page.screenshot({ path: `screenshots/local-telegram-${name}.png` });

  test('START, then a conversation: keyboard, edit, toast, alert', async () => {
    const { page, user } = await openAs(1);
    await shot(page, 'empty');
    await page.getByRole('button', { name: 'НАЧАТЬ' }).click();
    await page.getByText('/start', { exact: true }).first().waitFor();

    const keyboard = {
      inline_keyboard: [
        [
          { text: 'Подтверждаю', callback_data: 'yes' },
          { text: 'Нет', callback_data: 'no' },
        ],
      ],
    };
    const asked = await bot.sendMessage(user.id, '<b>Это вы?</b>\nСЕЙТҚАЛИ Айгерім <i>(вымышленная)</i>', {
      parse_mode: 'HTML',
      reply_markup: keyboard,
    });
    await page.getByRole('button', { name: 'Подтверждаю' }).click();
    const query = await nextQuery();
    await bot.answerCbQuery(query.id, 'Спасибо!');
    await page.getByRole('status').getByText('Спасибо!').waitFor();
    await bot.editMessageText(user.id, asked.message_id, undefined, 'Вы подтвердили');
    await page.locator('.text', { hasText: 'Вы подтвердили' }).waitFor();
    expect(await page.getByRole('button', { name: 'Подтверждаю' }).count()).toBe(0);

    await bot.sendMessage(user.id, 'Ещё раз?', { reply_markup: keyboard });
    await page.getByRole('button', { name: 'Нет', exact: true }).click();
    await bot.answerCbQuery((await nextQuery()).id, 'Этот вопрос закрыт', { show_alert: true });
    await page.getByRole('dialog').getByText('Этот вопрос закрыт').waitFor();
    await shot(page, 'alert');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(problems).toEqual([]);
  });

  test('what a message says is never markup of the page', async () => {
    const { page, user, person } = await openAs(2);
    person.say('<img src=x onerror=alert(1)>');
    await bot.sendMessage(
      user.id,
      '<a href="javascript:alert(1)">&lt;b&gt;</a> <a href="https://pki.gov.kz">site</a>',
      { parse_mode: 'HTML' },
    );
    await page.getByText('<img src=x onerror=alert(1)>', { exact: true }).first().waitFor();
    await page.getByRole('link', { name: 'site' }).waitFor();
    expect(await page.locator('a[href^="javascript"], .text img').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  test('files both ways, copy button, typing, commands; then at 360 px and dark', async () => {
    const { page, user, person } = await openAs(0);
    person.say('/start');
    // It is shown for five seconds, which a busy machine may let pass: bots that take longer say it again, too.
    const typing = setInterval(() => void bot.sendChatAction(user.id, 'typing'), 1_000);
    await page
      .getByText('жазып жатыр')
      .waitFor()
      .finally(() => clearInterval(typing));
    await converse(user.id);
    await page
      .locator('#file')
      .setInputFiles({ name: 'сұраным.csr', mimeType: 'application/pkcs10', buffer: Buffer.from('csr') });
    await page.getByRole('dialog').waitFor();
    await page.getByRole('dialog').getByLabel('Қолтаңба').fill('Менің CSR файлым');
    await shot(page, 'upload');
    await page.getByRole('dialog').getByRole('button', { name: 'Жіберу' }).click();
    const received = await nextUpdate((update) => update.message?.document !== undefined);
    expect(received.message).toMatchObject({ document: { file_name: 'сұраным.csr' }, caption: 'Менің CSR файлым' });

    await page.getByRole('button', { name: 'Нөмірді көшіру' }).click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('KZ-7Q4M-2XWP');
    await page.getByRole('status').getByText('Көшірілді').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /otinish.pdf/ }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('otinish.pdf');
    await shot(page, 'desktop');
    await page.getByRole('button', { name: 'Мәзір' }).click();
    await shot(page, 'menu');
    await page.keyboard.press('Enter');
    expect((await nextUpdate((update) => update.message?.text === '/start')).message?.entities).toMatchObject([
      { type: 'bot_command' },
    ]);

    const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
    const narrow = await openAs(0, phone);
    await narrow.page.getByText('Менің CSR файлым').waitFor();
    await shot(narrow.page, 'phone');
    expect(await narrow.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await narrow.page.locator('#open-people').click();
    await narrow.page.locator('.people-open').waitFor();
    await narrow.page.evaluate(
      "Promise.all(document.getElementById('people').getAnimations().map(({ finished }) => finished))",
    );
    await shot(narrow.page, 'phone-people');
    const dark = await openAs(0, { ...phone, colorScheme: 'dark' });
    await dark.page.getByText('Менің CSR файлым').waitFor();
    await shot(dark.page, 'phone-dark');
    const darkDesktop = await openAs(0, { colorScheme: 'dark' });
    await darkDesktop.page.getByText('Менің CSR файлым').waitFor();
    await shot(darkDesktop.page, 'desktop-dark');
    expect(problems).toEqual([]);
  });

  test('works with the keyboard alone', async () => {
    const { page, user, person } = await openAs(2);
    await page.locator('#text').fill('/he');
    await page.getByRole('menuitem', { name: '/help' }).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    expect((await nextUpdate((update) => update.message?.text === '/help')).message?.chat.id).toBe(user.id);
    await page.locator('#text').fill('first line');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('second line');
    await page.keyboard.press('Enter');
    await nextUpdate((update) => update.message?.text === 'first line\nsecond line');
    expect(person.messages().at(-1)?.text).toBe('first line\nsecond line');
    expect(problems).toEqual([]);
  });

  test('blocking and unblocking reach the bot', async () => {
    const { page } = await openAs(2);
    await page.getByRole('button', { name: 'Block', exact: true }).click();
    await nextUpdate((update) => update.my_chat_member?.new_chat_member.status === 'kicked');
    await page.locator('#big', { hasText: 'Unblock' }).click();
    await nextUpdate((update) => update.my_chat_member?.new_chat_member.status === 'member');
    await page.locator('#text').waitFor();
  });

  test('staff answer in a topic of their group', async () => {
    const staff = telegram.users.findIndex((user) => user.staff);
    telegram.group({ id: -1001, title: 'Қолдау тобы', forum: true, members: [telegram.users[staff]?.id ?? 0] });
    const topic = await bot.createForumTopic(-1001, 'Айгерім, KZ-7Q4M-2XWP');
    await bot.createForumTopic(-1001, 'Иван, KZ-0000-0000');
    await bot.sendMessage(-1001, 'Почему статус не меняется?', { message_thread_id: topic.message_thread_id });
    const { page } = await openAs(staff);
    await page.getByRole('button', { name: 'Қолдау тобы' }).click();
    await page.locator('#topics').selectOption({ label: '# Айгерім, KZ-7Q4M-2XWP' });
    await page.locator('.service').getByText('Иван').waitFor({ state: 'detached' });
    await page.locator('#text').fill('Смотрю, минуту.');
    await page.keyboard.press('Enter');
    const { message } = await nextUpdate((update) => update.message?.chat.id === -1001);
    expect(message).toMatchObject({ text: 'Смотрю, минуту.', message_thread_id: topic.message_thread_id });
    await page.locator('.own .text').waitFor();
    await shot(page, 'group');
    expect(problems).toEqual([]);
  });

  test('a deleted message goes, a picture opens large, another person has another chat', async () => {
    const { page, user } = await openAs(0);
    const gone = await bot.sendMessage(user.id, 'құпия');
    await page.getByText('құпия', { exact: true }).first().waitFor();
    await bot.deleteMessage(user.id, gone.message_id);
    await page.locator(`#message-${gone.message_id}`).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Суретті үлкейту' }).click();
    await page.locator('#viewer[open] img').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /Иван/ }).click();
    await page.locator('.text', { hasText: 'Вы подтвердили' }).waitFor();
  });
});

async function converse(chatId: number): Promise<void> {
  await bot.sendMessage(
    chatId,
    'Сәлеметсіз бе! Бұл — <b>NCA SSL</b> боты.\n\nДоменіңізге сертификат алуға көмектесемін: өтініш, растау, файлдар — бәрі осы чатта. Толығырақ: https://pki.gov.kz немесе /help',
    { parse_mode: 'HTML' },
  );
  await bot.sendPhoto(
    chatId,
    { source: picture(), filename: 'code.png' },
    {
      caption: 'Суреттегі кодты жазыңыз',
      reply_markup: {
        inline_keyboard: [
          [{ text: '🔄 Басқа сурет', callback_data: 'new' }],
          [
            { text: '‹ Артқа', callback_data: 'back' },
            { text: 'Бас тарту', callback_data: 'cancel' },
          ],
        ],
      },
    },
  );
  telegram.person(chatId).say('7K4PQ');
  await bot.sendMessage(
    chatId,
    'Код дұрыс ✅\nБұл команданы өз компьютеріңізде іске қосыңыз:\n<pre><code class="language-sh">openssl req -new -newkey rsa:2048 -nodes -keyout example.kz.key -out example.kz.csr -subj "/CN=example.kz"</code></pre>Құпия сөз: <tg-spoiler>мысал</tg-spoiler>, файл: <code>example.kz.csr</code>',
    { parse_mode: 'HTML' },
  );
  await bot.sendDocument(
    chatId,
    { source: Buffer.alloc(48_213, 'pdf'), filename: 'otinish.pdf' },
    {
      caption: 'Өтініш нөмірі: <b>KZ-7Q4M-2XWP</b>\n2026 ж. 22 желтоқсанға дейін растаңыз.',
      parse_mode: 'HTML',
      protect_content: true,
      reply_markup: {
        inline_keyboard: [
          [{ text: 'Нөмірді көшіру', copy_text: { text: 'KZ-7Q4M-2XWP' } } as never],
          [{ text: 'pki.gov.kz', url: 'https://pki.gov.kz' }],
        ],
      },
    },
  );
}

function picture(): Buffer {
  const canvas = createCanvas(320, 120);
  const context = canvas.getContext('2d');
  context.fillStyle = '#eef3f0';
  context.fillRect(0, 0, 320, 120);
  context.fillStyle = '#2f5d50';
  context.font = 'italic 64px sans-serif';
  context.fillText('7K4PQ', 46, 82);
  return canvas.toBuffer('image/png');
}

interface Received {
  update_id: number;
  message?: ChatMessage;
  callback_query?: { id: string };
  my_chat_member?: { new_chat_member: { status: string } };
}

let offset = 0;

async function nextUpdate(isWanted: (update: Received) => boolean): Promise<Received> {
  for (;;) {
    const updates = (await bot.getUpdates(20, 1, offset, undefined)) as unknown as Received[];
    const [update] = updates;
    if (!update) throw new Error('The expected update did not come');
    offset = update.update_id + 1;
    if (isWanted(update)) return update;
  }
}

async function nextQuery(): Promise<{ id: string }> {
  const { callback_query } = await nextUpdate((update) => update.callback_query !== undefined);
  return callback_query ?? { id: '' };
}
