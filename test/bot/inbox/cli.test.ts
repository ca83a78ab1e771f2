import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrations.ts';

const run = promisify(execFile);

describe('npm run inbox', () => {
  let DATA_DIR: string;
  beforeAll(async () => {
    DATA_DIR = await mkdtemp(join(tmpdir(), 'cli-'));
    const database = await openDatabase({ kind: 'embedded', directory: join(DATA_DIR, 'bot') });
    await migrate(database, 'prisma/bot');
    await database.script(`
      INSERT INTO set_aside (key, chat_id, kind, payload, error_class, reference, received_at)
      VALUES ('tg:1', 5, 'telegram', 'sealed', 'Broken', 'R-1', now()), ('tg:2', 5, 'telegram', 'sealed', 'Odd', 'R-2', now())`);
    await database.close();
  });
  afterAll(() => rm(DATA_DIR, { recursive: true }));

  const inbox = (...words: string[]) =>
    run(process.execPath, ['--import', 'tsx', 'src/bot/inbox/cli.ts', ...words], {
      env: { ...process.env, DATA_DIR, BOT_DATABASE_URL: '' },
    });

  test('lists, replays and drops what was set aside, and shows no chat and no content', async () => {
    const { stdout } = await inbox('list');
    expect(stdout.trim().split('\n')).toHaveLength(2);
    expect(stdout).toMatch(/tg:1 {2}telegram {2}R-1 {2}Broken/);
    expect(stdout).not.toContain('sealed');
    await inbox('replay', 'tg:1');
    await inbox('drop', 'tg:2');
    expect((await inbox('list')).stdout).toBe('');
    await expect(inbox('drop', 'tg:2')).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('tg:2') });
    await expect(inbox('burn')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('usage') });
    const database = await openDatabase({ kind: 'embedded', directory: join(DATA_DIR, 'bot') });
    const waiting = await database.query({ name: '', text: 'SELECT key FROM inbox' });
    await database.close();
    expect(waiting).toEqual([{ key: 'tg:1' }]);
  });
});
