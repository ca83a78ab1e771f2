import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readBotConfig } from '../../src/bot/config.ts';

const least = { TELEGRAM_BOT_TOKEN: `123456:${'A'.repeat(35)}`, BACKEND_TOKEN: 'shown to the backend' };
const problemsOf = (variables: Record<string, string>) => {
  try {
    readBotConfig(variables);
    return [];
  } catch (error) {
    return (error as { problems: string[] }).problems.map((line) => line.split(':')[0]);
  }
};

describe('the bot’s environment', () => {
  test('needs a token and what the backend wants to be shown', () => {
    expect(problemsOf({})).toEqual(['TELEGRAM_BOT_TOKEN', 'BACKEND_TOKEN']);
    expect(readBotConfig(least)).toMatchObject({
      apiRoot: 'https://api.telegram.org',
      updates: { mode: 'polling' },
      databaseUrl: undefined,
      backendUrl: 'http://127.0.0.1:8081',
      port: 8080,
      pictureCode: true,
    });
  });

  test.each([
    ['a token that is none', { TELEGRAM_BOT_TOKEN: 'secret' }, 'TELEGRAM_BOT_TOKEN'],
    ['a webhook without its address', { TELEGRAM_MODE: 'webhook', WEBHOOK_SECRET: 'S'.repeat(16) }, 'WEBHOOK_URL'],
    ['a webhook without its secret', { TELEGRAM_MODE: 'webhook', WEBHOOK_URL: 'https://a.kz/t' }, 'WEBHOOK_SECRET'],
    ['a database without a key for what is in it', { BOT_DATABASE_URL: 'postgresql://h/d' }, 'DATA_KEY'],
    ['another database', { BOT_DATABASE_URL: 'mysql://h/d', DATA_KEY: 'A'.repeat(43) }, 'BOT_DATABASE_URL'],
    ['a mode that is none', { TELEGRAM_MODE: 'carrier-pigeon' }, 'TELEGRAM_MODE'],
    ['half a day', { DRAFT_DAYS: '0.5' }, 'DRAFT_DAYS'],
    ['staff by name', { STAFF_IDS: 'somebody' }, 'STAFF_IDS'],
    ['a staff group by name', { STAFF_CHAT_ID: '@support' }, 'STAFF_CHAT_ID'],
    ['a person for a staff group', { STAFF_CHAT_ID: '710000009' }, 'STAFF_CHAT_ID'],
    ['hours without days', { SUPPORT_HOURS: '09:00-18:00' }, 'SUPPORT_HOURS'],
  ])('refuses %s', (_, variables, name) => {
    expect(problemsOf({ ...least, ...variables })).toEqual([name]);
  });

  test('is written down, every variable of it, in .env.example', () => {
    const example = readFileSync('.env.example', 'utf8');
    const read = [
      'src/bot/config.ts',
      'src/backend/config.ts',
      'src/backend/authority-config.ts',
      'src/start.ts',
    ].flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name = '']) => name),
    );
    expect(read.length).toBeGreaterThan(30);
    expect(read.filter((name) => !new RegExp(`^${name}=`, 'm').test(example))).toEqual([]);
  });
});
