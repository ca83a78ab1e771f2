import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let DATA_DIR: string;

beforeAll(async () => {
  DATA_DIR = await mkdtemp(join(tmpdir(), 'desk-command-'));
});
afterAll(() => rm(DATA_DIR, { recursive: true }));

/** Runs the command as a process of its own, as `npm run desk --` does. */
async function runDesk(args: readonly string[], answer = '') {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/backend/desk/cli.ts', ...args], {
    env: { PATH: process.env.PATH, DATA_DIR },
  });
  child.stdin.end(`${answer}\n`);
  const text = async (stream: AsyncIterable<Buffer>) => {
    let all = '';
    for await (const part of stream) all += String(part);
    return all;
  };
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { output, errors, code };
}

describe('npm run desk --', () => {
  test('add-operator, reset and list work on the backend’s own database', async () => {
    const added = await runDesk(['add-operator', 'Aliya', '--regions', 'KZ-75,kz-71'], '980109090001');
    expect(added).toMatchObject({ code: 0, errors: 'IIN of the operator: ' });
    const password = /one-time password of aliya: (\S{23})\n/.exec(added.output)?.[1];
    expect(password).toBeDefined();

    const reset = await runDesk(['reset', 'aliya']);
    expect(reset.code).toBe(0);
    expect(reset.output).toMatch(/one-time password of aliya: \S{23}\n/);
    expect(reset.output).not.toContain(password);

    const listed = await runDesk(['list']);
    expect(listed.output).toBe('aliya  to log in first  KZ-75,KZ-71  never logged in\n');
  });

  test.each([
    [['add-operator', 'aliya', '--regions', 'all'], '980109090001', 1, 'already'],
    [['add-operator', 'berik', '--regions', 'all'], '980109090002', 1, 'not a valid IIN'],
    [['add-operator', 'berik', '--regions', 'KZ-99'], '980109090001', 1, 'no region KZ-99; there are KZ-10'],
    [['reset', 'nobody'], '', 1, 'no operator of this name'],
    [['reset'], '', 2, 'usage: npm run desk'],
    [['add-operator', 'x', '--iin', '1'], '', 2, 'usage: npm run desk'],
    [[], '', 2, 'usage: npm run desk'],
  ])('%j with the answer "%s" ends with %i: %s', async (args, answer, code, line) => {
    const result = await runDesk(args, answer);
    expect(result.code).toBe(code);
    expect(result.output).toContain(line);
  });
});
