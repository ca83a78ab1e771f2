// Everything on one machine: what `npm start` runs. Without a token it brings a Telegram of its own. The backend is a process
// of its own, as in a real deployment: the bot answers while the backend is still starting.
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readBackendConfig } from './backend/config.ts';
import type { BackendAddresses } from './backend/main.ts';
import { startBot } from './bot/bot.ts';
import { readBotConfig } from './bot/config.ts';
import { ConfigurationError, port, readEnvironment, text } from './environment/environment.ts';
import { type LocalTelegram, startLocalTelegram } from './local-telegram/local-telegram.ts';

if (existsSync('.env')) process.loadEnvFile('.env');

/** The local bot's token is no secret: it opens nothing but the local Telegram, and must be the same after a restart. */
const LOCAL_TOKEN = '7000000000:local-telegram-of-this-machine-only';
const LOCAL_STAFF = '710000009';
const LOCAL_STAFF_GROUP = { id: -1001000000001, title: 'Қолдау · Поддержка · Support', forum: true };
/** A clean stop that takes longer is cut off. */
const STOP_WITHIN_MS = 15_000;

const running: { backend?: () => Promise<unknown>; telegram?: () => Promise<void>; bot?: () => Promise<void> } = {};

async function start(): Promise<void> {
  const own = readEnvironment(process.env, { LOCAL_TELEGRAM_PORT: port(8082), DATA_DIR: text('.data') });
  const isLocal = [process.env.TELEGRAM_BOT_TOKEN, process.env.TELEGRAM_BOT_TOKEN_FILE].every((each) => !each);
  const environment = {
    ...process.env,
    BACKEND_TOKEN: process.env.BACKEND_TOKEN ?? randomBytes(32).toString('hex'),
    ...(isLocal && {
      TELEGRAM_BOT_TOKEN: LOCAL_TOKEN,
      TELEGRAM_API_ROOT: `http://127.0.0.1:${own.LOCAL_TELEGRAM_PORT}`,
      STAFF_IDS: process.env.STAFF_IDS ?? LOCAL_STAFF,
      STAFF_CHAT_ID: process.env.STAFF_CHAT_ID ?? String(LOCAL_STAFF_GROUP.id),
      // Who tries it out wants to read the table below, not a log.
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
    }),
  };
  // All of it is judged before anything is started.
  const { port: backendPort, host } = readBackendConfig(environment);
  const botConfig = readBotConfig({ ...environment, BACKEND_URL: `http://${host}:${backendPort}` });

  const telegram = isLocal
    ? await startLocal(own.LOCAL_TELEGRAM_PORT, join(own.DATA_DIR, 'local-telegram'))
    : undefined;
  const bot = await startBot(botConfig);
  running.bot = bot.close;
  // After the bot, which needs both cores for its first answer; until it is there, the bot says so to whoever needs it.
  const backend = startBackendProcess(environment);
  printRows([['Chat', telegram?.url ?? 'in Telegram']]);
  const { deskUrl, mailboxUrl, firstOperatorPassword: password } = await backend;
  printRows([
    ['Desk', password === undefined ? deskUrl : `${deskUrl}   name admin, one-time password ${password}`],
    ...(mailboxUrl === undefined ? [] : [['Mailbox', mailboxUrl] as const]),
    ['Data', own.DATA_DIR],
  ]);
  process.stdout.write('\n  Stop with Ctrl-C.\n\n');
  await bot.ended;
}

/** The backend's Prisma client is made here when it is missing; the bot needs none to start. */
async function startBackendProcess(environment: NodeJS.ProcessEnv): Promise<BackendAddresses> {
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../prisma/generate.js', import.meta.url))]);
  const child: ChildProcess = fork(fileURLToPath(new URL('backend/main.ts', import.meta.url)), {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  running.backend = () => {
    if (child.connected) child.disconnect();
    return ended;
  };
  return new Promise((resolve, reject) => {
    child.once('message', (addresses) => resolve(addresses as BackendAddresses));
    void ended.then(() => reject(new Error('the backend has ended')));
  });
}

async function startLocal(localPort: number, directory: string): Promise<LocalTelegram> {
  const telegram = await startLocalTelegram({ port: localPort, directory, token: LOCAL_TOKEN });
  running.telegram = telegram.close;
  telegram.group({ ...LOCAL_STAFF_GROUP, members: telegram.users.filter(({ staff }) => staff).map(({ id }) => id) });
  return telegram;
}

/** As soon as each is there: the chat answers while the backend is still starting. */
function printRows(rows: readonly (readonly [string, string])[]): void {
  for (const [name, value] of rows) process.stdout.write(`  ${name.padEnd(9)} ${value}\n`);
}

/** The bot first, so that it hears of nothing that it could no longer tell; the Telegram last. */
async function stop(): Promise<void> {
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  await running.bot?.();
  await Promise.all([running.backend?.(), running.telegram?.()]);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void stop().then(() => process.exit(0)));

try {
  await start();
} catch (error) {
  const lines =
    error instanceof ConfigurationError ? error.problems : [error instanceof Error ? error.message : String(error)];
  for (const line of lines) console.error(line);
  await stop();
  process.exit(1);
}
