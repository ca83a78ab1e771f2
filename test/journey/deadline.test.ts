import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LocalTelegram, startLocalTelegram } from '../../src/local-telegram/local-telegram.ts';
import { createApplicant, fillIn, makeRequest, submit } from './applicant.ts';
import { startWithClock } from './with-clock.ts';

let folder: string;
let telegram: LocalTelegram;
let started: Awaited<ReturnType<typeof startWithClock>>;
let now = new Date('2026-11-22T10:00:00Z');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deadline-'));
  telegram = await startLocalTelegram();
  started = await startWithClock(telegram, () => now, { DATA_DIR: folder });
});

afterAll(async () => {
  await started.close();
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
  await started.backend.sweep();
  applicant.says(`/status ${number}`);
  expect(applicant.textOf(await applicant.sees('Submitted, waits'))).toContain('late.example.kz');

  now = new Date('2026-12-22T19:01:00Z');
  await started.backend.sweep();
  await applicant.sees('is destroyed with its personal data');
  applicant.says(`/status ${number}`);
  const shown = applicant.textOf(await applicant.sees('Destroyed: not confirmed in time'));
  expect(shown).not.toMatch(/8512|applicant@/);
});
