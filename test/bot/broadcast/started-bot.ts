// The whole bot over a local Telegram, on the embedded database, with nobody at the other end of the backend.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { type Bot, startBot } from '../../../src/bot/bot.ts';
import { readBotConfig } from '../../../src/bot/config.ts';
import { openDatabase } from '../../../src/database/database.ts';
import { type LocalTelegram, startLocalTelegram } from '../../../src/local-telegram/local-telegram.ts';
import type { Person } from '../../../src/local-telegram/person.ts';
import type { ChatMessage } from '../../../src/local-telegram/types.ts';
import { freePort } from '../../support/free-port.ts';

export interface StaffChat {
  readonly person: Person;
  says(text: string, answer: string | RegExp): Promise<ChatMessage>;
  /** Presses the newest button that reads so, and waits for what is then to be read. */
  presses(button: string, answer: string | RegExp): Promise<ChatMessage>;
  /** The newest message of the bot that reads so. */
  reads(text: string | RegExp): Promise<ChatMessage>;
}

export interface StartedBot {
  readonly telegram: LocalTelegram;
  chat(id: number, name?: string): StaffChat;
  restart(): Promise<void>;
  /** Stops the bot, asks its database, and starts it again. */
  ask<Row>(text: string): Promise<Row[]>;
  close(): Promise<void>;
}

const WAIT_MS = 30_000;

export async function startStaffedBot(
  variables: Readonly<Record<string, string>>,
  clock: () => Date = () => new Date(),
): Promise<StartedBot> {
  const directory = await mkdtemp(join(tmpdir(), 'staffed-'));
  const telegram = await startLocalTelegram({ people: [] });
  const config = readBotConfig({
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
    DATA_DIR: directory,
    BACKEND_URL: `http://127.0.0.1:${await freePort()}`,
    BACKEND_TOKEN: 'nobody',
    PORT: '0',
    QUIET_HOURS: '0-0',
    ...variables,
  });
  const log = pino({ level: process.env['LOG_LEVEL'] ?? 'silent' });
  const start = () => startBot(config, { clock, log });
  let bot: Bot = await start();
  const textOf = ({ text, caption }: ChatMessage) => text ?? caption ?? '';
  const fits = (wanted: string | RegExp) => (message: ChatMessage) =>
    typeof wanted === 'string' ? textOf(message).includes(wanted) : wanted.test(textOf(message));
  const labels = ({ reply_markup: markup }: ChatMessage) =>
    markup?.inline_keyboard.flat().map(({ text }) => text) ?? [];

  return {
    telegram,
    chat(id, name = 'Someone') {
      const known = telegram.users.find((each) => each.id === id);
      const person = known ? telegram.person(id) : telegram.addPerson({ id, first_name: name, language_code: 'en' });
      const reads = (wanted: string | RegExp) => person.waitFor(fits(wanted), WAIT_MS);
      return {
        person,
        reads,
        async says(text, answer) {
          const heard = person.waitFor(fits(answer), WAIT_MS, { fresh: true });
          person.say(text);
          return heard;
        },
        async presses(button, answer) {
          const found = await person.waitFor(
            (message) => labels(message).some((label) => label.includes(button)),
            WAIT_MS,
          );
          const label = labels(found).find((each) => each.includes(button)) ?? button;
          const heard = person.waitFor(fits(answer), WAIT_MS, { fresh: true });
          person.press(found, label);
          return heard;
        },
      };
    },
    async restart() {
      await bot.close();
      bot = await start();
    },
    async ask<Row>(text: string) {
      await bot.close();
      const database = await openDatabase({ kind: 'embedded', directory: join(directory, 'bot') });
      const rows = await database.query<Row>({ name: '', text });
      await database.close();
      bot = await start();
      return rows;
    },
    async close() {
      await bot.close();
      await telegram.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
