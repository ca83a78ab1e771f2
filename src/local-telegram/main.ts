// Runs the local Telegram alone: LOCAL_TELEGRAM_PORT, HOST, DATA_DIR and TELEGRAM_BOT_TOKEN, all optional.
import { join } from 'node:path';
import { startLocalTelegram } from './local-telegram.ts';

const { LOCAL_TELEGRAM_PORT = '8082', HOST = '127.0.0.1', DATA_DIR = '.data', TELEGRAM_BOT_TOKEN } = process.env;

const telegram = await startLocalTelegram({
  port: Number(LOCAL_TELEGRAM_PORT),
  host: HOST,
  directory: join(DATA_DIR, 'local-telegram'),
  ...(TELEGRAM_BOT_TOKEN && { token: TELEGRAM_BOT_TOKEN }),
});

// A bot on this machine needs both; the token is made up and opens nothing elsewhere.
process.stdout.write(`Chat page          ${telegram.url}/\n`);
process.stdout.write(`TELEGRAM_API_ROOT  ${telegram.url}\n`);
process.stdout.write(`TELEGRAM_BOT_TOKEN ${TELEGRAM_BOT_TOKEN ? '(yours)' : telegram.token}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void telegram.close());
