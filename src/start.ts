// Everything on one machine: what `npm start` runs. Without a token it brings a Telegram of its own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startBackend } from './backend/backend.ts';
import { readBackendConfig } from './backend/config.ts';
import { type Bot, startBot } from './bot/bot.ts';
import { readBotConfig } from './bot/config.ts';
import { ConfigurationError, port, readEnvironment, text } from './environment/environment.ts';
import { type LocalTelegram, startLocalTelegram } from './local-telegram/local-telegram.ts';

if (existsSync('.env')) process.loadEnvFile('.env');

/** The local bot's token is no secret: it opens nothing but the local Telegram, and must be the same after a restart. */
const LOCAL_TOKEN = '7000000000:local-telegram-of-this-machine-only';
/** A clean stop that takes longer is cut off. */
const STOP_WITHIN_MS = 10_000;

const closers: (() => Promise<void>)[] = [];

async function start(): Promise<void> {
  const environment = { ...process.env };
  const { LOCAL_TELEGRAM_PORT, DATA_DIR } = readEnvironment(environment, {
    LOCAL_TELEGRAM_PORT: port(8082),
    DATA_DIR: text('.data'),
  });
  const isLocal = (environment.TELEGRAM_BOT_TOKEN ?? environment.TELEGRAM_BOT_TOKEN_FILE ?? '') === '';
  const backendConfig = readBackendConfig(environment);
  // Judged before anything is started, with stand-ins for what only the started parts know.
  readBotConfig({
    ...environment,
    ...(isLocal && localTelegram(LOCAL_TELEGRAM_PORT)),
    BACKEND_TOKEN: 'from the backend',
  });

  const telegram = isLocal ? await startLocal(LOCAL_TELEGRAM_PORT, join(DATA_DIR, 'local-telegram')) : undefined;
  const backend = await startBackend(backendConfig);
  closers.push(backend.close);
  const bot: Bot = await startBot(
    readBotConfig({
      ...environment,
      ...(telegram && { TELEGRAM_BOT_TOKEN: telegram.token, TELEGRAM_API_ROOT: telegram.url }),
      BACKEND_URL: backend.url,
      BACKEND_TOKEN: backend.token,
    }),
  );
  closers.push(bot.close);

  const { firstOperatorPassword: password } = backend;
  printTable([
    ['Chat', telegram ? telegram.url : 'in Telegram'],
    [
      'Desk',
      password === undefined ? backend.deskUrl : `${backend.deskUrl}   name admin, one-time password ${password}`,
    ],
    ...(backend.mailboxUrl === undefined ? [] : [['Mailbox', backend.mailboxUrl] as const]),
    ['Data', DATA_DIR],
  ]);
  await bot.ended;
}

async function startLocal(localPort: number, directory: string): Promise<LocalTelegram> {
  const telegram = await startLocalTelegram({ port: localPort, directory, token: LOCAL_TOKEN });
  closers.push(telegram.close);
  return telegram;
}

const localTelegram = (localPort: number) => ({
  TELEGRAM_BOT_TOKEN: LOCAL_TOKEN,
  TELEGRAM_API_ROOT: `http://127.0.0.1:${localPort}`,
});

function printTable(rows: readonly (readonly [string, string])[]): void {
  const lines = rows.map(([name, value]) => `  ${name.padEnd(9)} ${value}`);
  process.stdout.write(`\n${lines.join('\n')}\n\n  Stop with Ctrl-C.\n\n`);
}

async function stop(): Promise<void> {
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  for (const close of closers.splice(0).reverse()) await close();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stop().then(() => process.exit(0)));

try {
  await start();
} catch (error) {
  await stop();
  const lines =
    error instanceof ConfigurationError ? error.problems : [error instanceof Error ? error.message : String(error)];
  for (const line of lines) console.error(line);
  process.exit(1);
}
