// From `npm start` in an empty data folder to the first answer to /start, and the same again: seconds that a new user waits.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const LOCAL_PORT = '18082';
const USER = 710000003; // synthetic
const GIVE_UP_MS = 120_000;
const local = `http://127.0.0.1:${LOCAL_PORT}/local`;

async function answers(): Promise<number> {
  const chat = await fetch(`${local}/chat?user=${USER}&userId=${USER}`);
  return (await chat.text()).split('National Certification Authority').length - 1;
}

async function measure(directory: string): Promise<{ answer: number; all: number }> {
  const began = performance.now();
  const environment = { DATA_DIR: directory, PORT: '18080', BACKEND_PORT: '18081', LOCAL_TELEGRAM_PORT: LOCAL_PORT };
  const child = spawn('npm', ['start'], { env: { ...process.env, ...environment }, detached: true });
  const isComplete = new Promise<number>((resolve) => {
    child.stdout.on('data', (text) => String(text).includes('Ctrl-C') && resolve(performance.now() - began));
  });
  let before: number | undefined;
  let answer: number | undefined;
  while (answer === undefined && performance.now() - began < GIVE_UP_MS) {
    try {
      if (before === undefined) {
        const had = await answers();
        const body = JSON.stringify({ user: USER, userId: USER, text: '/start' });
        const said = await fetch(`${local}/say`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        });
        if (said.ok) before = had;
      } else if ((await answers()) > before) answer = performance.now() - began;
    } catch {
      // Not there yet.
    }
    await delay(20);
  }
  const all = await isComplete;
  if (child.pid) process.kill(-child.pid, 'SIGINT');
  await once(child, 'exit');
  return { answer: answer ?? Number.NaN, all };
}

export async function run(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-start-'));
  try {
    for (const run of ['first start', 'second', 'third', 'fourth']) {
      const { answer, all } = await measure(directory);
      console.log(
        `${run.padEnd(12)} first answer ${(answer / 1000).toFixed(1)} s, everything ${(all / 1000).toFixed(1)} s`,
      );
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
