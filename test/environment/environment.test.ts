import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type ConfigurationError,
  oneOf,
  optional,
  port,
  readEnvironment,
  secretKey,
  text,
  url,
  userIds,
  wholeNumber,
} from '../../src/environment/environment.ts';
import { keptSecret } from '../../src/environment/kept-secret.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'environment-'));
});
afterAll(() => rm(folder, { recursive: true }));

const problemsOf = (read: () => unknown): readonly string[] => {
  try {
    read();
    return [];
  } catch (error) {
    return (error as ConfigurationError).problems;
  }
};

describe('the environment', () => {
  test('comes out as values, with defaults where nothing is set', () => {
    const read = readEnvironment(
      { PORT: ' 9000 ', MODE: '', IDS: '1, 22 333', KEY: 'A'.repeat(43) },
      {
        PORT: port(8080),
        MODE: oneOf(['on', 'off'], 'on'),
        IDS: userIds,
        KEY: optional(secretKey),
        NAME: optional(text()),
      },
    );
    expect(read).toMatchObject({ PORT: 9000, MODE: 'on', IDS: [1, 22, 333], NAME: undefined });
    expect(read.KEY).toHaveLength(32);
  });

  test('tells all problems at once, one line each, without repeating a value', () => {
    const secret = 'hunter2-hunter2';
    const problems = problemsOf(() =>
      readEnvironment(
        { PORT: '70000', URL: secret, KEY: secret, IDS: 'me', DAYS: '1.5' },
        {
          PORT: port(1),
          URL: url(['https:']),
          KEY: secretKey,
          IDS: userIds,
          DAYS: wholeNumber(7, 1, 9),
          TOKEN: text(),
        },
      ),
    );
    expect(problems.map((line) => line.split(':')[0])).toEqual(['PORT', 'URL', 'KEY', 'IDS', 'DAYS', 'TOKEN']);
    expect(problems.join('\n')).not.toContain(secret);
    expect(problems.every((line) => !line.includes('\n'))).toBe(true);
  });

  test('takes a secret from the file that NAME_FILE names, and says when it cannot', async () => {
    const path = join(folder, 'token');
    await writeFile(path, 'from the file\n');
    expect(readEnvironment({ TOKEN_FILE: path, TOKEN: 'ignored' }, { TOKEN: text() })).toEqual({
      TOKEN: 'from the file',
    });
    expect(problemsOf(() => readEnvironment({ TOKEN_FILE: join(folder, 'none') }, { TOKEN: text() }))).toEqual([
      'TOKEN: cannot read the file that TOKEN_FILE names',
    ]);
  });
});

describe('a kept secret', () => {
  test('is made once, for its owner’s eyes only, and is the same afterwards', async () => {
    const path = join(folder, 'deep', 'secret');
    const first = await keptSecret(path);
    const second = await keptSecret(path);
    expect(first).toHaveLength(32);
    expect(second).toEqual(first);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('that was cut short stops the start instead of being replaced', async () => {
    const path = join(folder, 'short');
    await writeFile(path, 'AAAA');
    await expect(keptSecret(path)).rejects.toThrow('restore it from a backup');
  });
});
