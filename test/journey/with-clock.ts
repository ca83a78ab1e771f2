import pino from 'pino';
import { type Backend, startBackend } from '../../src/backend/backend.ts';
import { readBackendConfig } from '../../src/backend/config.ts';
import { startBot } from '../../src/bot/bot.ts';
import { readBotConfig } from '../../src/bot/config.ts';
import type { LocalTelegram } from '../../src/local-telegram/local-telegram.ts';

/** Backend and bot in the process of the test, whose clock they go by. */
export async function startWithClock(
  telegram: LocalTelegram,
  clock: () => Date,
  variables: Readonly<Record<string, string>>,
): Promise<{ readonly backend: Backend; close(): Promise<void> }> {
  const log = pino({ level: 'silent' });
  const environment = { PICTURE_CODE: 'off', BACKEND_PORT: '0', PORT: '0', ...variables };
  const backend = await startBackend(readBackendConfig(environment), { clock, log });
  const botEnvironment = {
    ...environment,
    BACKEND_URL: backend.url,
    BACKEND_TOKEN: backend.token,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
  };
  const bot = await startBot(readBotConfig(botEnvironment), { clock, log });
  return {
    backend,
    async close() {
      await bot.close();
      await backend.close();
    },
  };
}
