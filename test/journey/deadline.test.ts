import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pino from 'pino';
import { type Backend, startBackend } from '../../src/backend/backend.ts';
import { readBackendConfig } from '../../src/backend/config.ts';
import { type Bot, startBot } from '../../src/bot/bot.ts';
import { readBotConfig } from '../../src/bot/config.ts';
import { type LocalTelegram, startLocalTelegram } from '../../src/local-telegram/local-telegram.ts';
import { createApplicant, fillIn, makeRequest, submit } from './applicant.ts';

let folder: string;
let telegram: LocalTelegram;
let backend: Backend;
let bot: Bot;
let now = new Date('2026-11-22T10:00:00Z');
const log = pino({ level: 'silent' });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deadline-'));
  telegram = await startLocalTelegram();
  const environment = { DATA_DIR: folder, PICTURE_CODE: 'off', BACKEND_PORT: '0', PORT: '0' };
  backend = await startBackend(readBackendConfig(environment), { clock: () => now, log });
  const botEnvironment = {
    ...environment,
    BACKEND_URL: backend.url,
    BACKEND_TOKEN: backend.token,
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.url,
  };
  bot = await startBot(readBotConfig(botEnvironment), { clock: () => now, log });
});

afterAll(async () => {
  await bot.close();
  await backend.close();
  await telegram.close();
  await rm(folder, { recursive: true });
});

test('an application that nobody confirms lives until the end of its last day, and the applicant hears of its end', async () => {
  const user = { id: 5101, first_name: 'Local (synthetic)', language_code: 'en' };
  const applicant = createApplicant(telegram, telegram.addPerson(user).user.id);
  const { csr } = await makeRequest(folder, 'late.example.kz');
  await fillIn(applicant, { iin: '851231490007', domain: 'late.example.kz', csr });
  const { number } = await submit(applicant);

  now = new Date('2026-12-22T18:59:00Z'); // 23:59 in Kazakhstan, the last minute
  await backend.sweep();
  applicant.says(`/status ${number}`);
  expect(applicant.textOf(await applicant.sees('Submitted, waits'))).toContain('late.example.kz');

  now = new Date('2026-12-22T19:01:00Z');
  await backend.sweep();
  await applicant.sees('is destroyed with its personal data');
  applicant.says(`/status ${number}`);
  const shown = applicant.textOf(await applicant.sees('Destroyed: not confirmed in time'));
  expect(shown).not.toMatch(/8512|applicant@/);
});
