import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { removeFolder } from '../../csr/requests.ts';
import { readIssued } from '../../support/issued-files.ts';
import { freshDomain, type RunningBackend, runBackend, submit } from '../running-backend.ts';
import { points } from './killed-while-issuing.ts';

const owner = 'telegram:1000';
const program = 'test/backend/applications/killed-while-issuing.ts';
const numbers = new Map<string, string>();
let dataDir: string;
let running: RunningBackend;
let registered: string[];

/** Approves five applications, each in a process that is killed with SIGKILL at another point; then starts the backend again. */
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'killed-'));
  running = await runBackend({ DATA_DIR: dataDir });
  for (const point of points) numbers.set(point, (await submit(running, { domain: freshDomain() })).number);
  await running.backend.close();
  for (const [point, number] of numbers) {
    const child = spawn(process.execPath, ['--import', 'tsx', program, dataDir, number, point], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  }
  running = await runBackend({ DATA_DIR: dataDir });
  const folder = join(dataDir, 'backend', 'ca', 'issued');
  registered = readIssued(folder).map(({ certificate = '' }) => certificate);
}, 240_000);
afterAll(async () => {
  await running.stop();
  removeFolder();
});

test.each(points)('killed %s: issued after the start, with one certificate', async (point) => {
  const path = { number: numbers.get(point) ?? '' };
  const application = await running.client('readApplication', { path, owner });
  const timeline = ['submitted', 'confirmed', 'signing', 'issued'].map((status) => expect.objectContaining({ status }));
  expect(application).toMatchObject({ value: { status: 'issued', timeline } });
  const domain = 'value' in application && application.value.view === 'owner' ? application.value.domain : '';
  const answer = await running.client('readCertificates', { path, owner });
  const certificate = 'value' in answer ? answer.value.certificate : '';
  expect(new X509Certificate(certificate).checkHost(domain)).toBe(domain);
  const serials = registered.map((pem) => new X509Certificate(pem)).filter((each) => each.checkHost(domain) === domain);
  expect(serials.map(({ serialNumber }) => serialNumber)).toEqual([new X509Certificate(certificate).serialNumber]);
});

test('no certificate was signed for anything else', () => {
  expect(registered).toHaveLength(points.length);
});
