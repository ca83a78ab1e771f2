// `npm run bot`: reads the environment, starts the bot and stops it cleanly.
import { existsSync } from 'node:fs';
import { ConfigurationError } from '../environment/environment.ts';
import { startBot } from './bot.ts';
import { readBotConfig } from './config.ts';

if (existsSync('.env')) process.loadEnvFile('.env');

try {
  const bot = await startBot(readBotConfig(process.env));
  console.error(`bot ${bot.url}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void bot.close().then(() => process.exit(0)));
  }
  await bot.ended;
} catch (error) {
  const lines =
    error instanceof ConfigurationError ? error.problems : [error instanceof Error ? error.message : String(error)];
  for (const line of lines) console.error(line);
  process.exit(1);
}
