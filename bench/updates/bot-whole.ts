import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { startBot } from '../../src/bot/bot.ts';
import { readBotConfig } from '../../src/bot/config.ts';
import type { ContenderSettings } from './contender.ts';

/** (f): the whole bot as an operator runs it, with the real conversation; there is no backend, and none is asked. */
export async function run({ url, token, database }: ContenderSettings): Promise<undefined> {
  if (database?.kind !== 'postgresql') throw new Error('the whole bot is measured on PostgreSQL');
  const config = readBotConfig({
    TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_API_ROOT: url,
    BOT_DATABASE_URL: database.url,
    DATA_KEY: randomBytes(32).toString('base64'),
    BACKEND_URL: 'http://127.0.0.1:9',
    BACKEND_TOKEN: 'none',
    PICTURE_CODE: 'off',
  });
  await startBot({ ...config, port: 0 }, { log: pino({ level: 'silent' }) });
}
