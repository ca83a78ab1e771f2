import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from '@jest/globals';

const root = mkdtempSync(join(tmpdir(), 'reading-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a reading writes no file and says nothing: neither where it runs, nor among temporary files, nor at home', async () => {
  const [work, temporary, home] = ['work', 'temporary', 'home'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [work, temporary, home]) mkdirSync(folder);
  const program = fileURLToPath(new URL('./watched-process.ts', import.meta.url));
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', loader, program, work, temporary, home],
    { cwd: work, env: { PATH: process.env.PATH, TMPDIR: temporary, HOME: home } },
  );
  const { outcomes, rights, events, opened } = JSON.parse(stdout);
  expect(outcomes).toEqual([{ value: { iin: rights[0], isProven: true } }, { value: rights[1] }]);
  expect(events).toEqual([]);
  expect(opened).toEqual([]);
  expect(stderr).toBe('');
  expect(readdirSync(work)).toEqual([]);
  expect(readdirSync(home)).toEqual([]);
  expect(readdirSync(temporary).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
});
