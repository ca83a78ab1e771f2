// `npm run inbox -- list | replay <key> | drop <key>`: what was set aside because it failed three times.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../database/database.ts';
import { optional, readEnvironment, text, url } from '../../environment/environment.ts';
import { createSetAsideEvents } from '../storage/set-aside.ts';

const LISTED = 200;

if (existsSync('.env')) process.loadEnvFile('.env');
const [command, key] = process.argv.slice(2);
const { BOT_DATABASE_URL, DATA_DIR } = readEnvironment(process.env, {
  BOT_DATABASE_URL: optional(url(['postgresql:', 'postgres:'])),
  DATA_DIR: text('.data'),
});

const database = await openDatabase(
  BOT_DATABASE_URL === undefined
    ? { kind: 'embedded', directory: join(DATA_DIR, 'bot') }
    : { kind: 'postgresql', url: BOT_DATABASE_URL, connections: 2 },
).catch((error: Error) => error.message);
if (typeof database === 'string') {
  console.error(database);
  process.exit(1);
}
process.exitCode = await run(database);
await database.close();

async function run(database: Database): Promise<number> {
  const events = createSetAsideEvents(database);
  if (command === 'list') {
    for (const event of await events.list(LISTED)) {
      const { setAsideAt, kind, reference, errorClass } = event;
      process.stdout.write(`${setAsideAt.toISOString()}  ${event.key}  ${kind}  ${reference}  ${errorClass}\n`);
    }
    return 0;
  }
  if ((command === 'replay' || command === 'drop') && key !== undefined) {
    if (await events[command](key)) return 0;
    console.error(`nothing is set aside under ${key}`);
    return 1;
  }
  console.error('usage: npm run inbox -- list | replay <key> | drop <key>');
  return 2;
}
