// A process of its own for issue.crash.test.ts: approves an application and kills itself at a named point of the issuing.
import { join } from 'node:path';
import { openAuthority } from '../../../src/backend/adapters.ts';
import { createIssue } from '../../../src/backend/applications/issue.ts';
import { readBackendConfig } from '../../../src/backend/config.ts';
import { resolveSecrets } from '../../../src/backend/secrets.ts';
import { openStorage } from '../../../src/backend/storage/storage.ts';
import { openDatabase } from '../../../src/database/database.ts';
import { parseApplicationNumber } from '../../../src/domain/application-number.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';

export const points = ['before-prepare', 'before-storing', 'before-signing', 'after-signing', 'after-storing'] as const;
type Point = (typeof points)[number];

async function approveAndDie(dataDir: string, text: string, point: Point): Promise<void> {
  const number = parseApplicationNumber(text);
  if (!number) throw new Error('no number');
  const config = readBackendConfig({ DATA_DIR: dataDir });
  const { dataKey, caPassphrase: passphrase } = await resolveSecrets(config);
  const database = await openDatabase({ kind: 'embedded', directory: join(dataDir, 'backend') });
  const clock = () => new Date();
  const sealing = createSealing(dataKey);
  const storage = await openStorage({ database, sealing, dataKey, clock, enqueueLetters: async () => undefined });
  const publicUrl = () => 'http://127.0.0.1:8081';
  const authority = await openAuthority(config, { passphrase, blockedKeys: new Set(), clock, publicUrl });
  const dieAt = (here: Point) => {
    if (here === point) process.kill(process.pid, 'SIGKILL');
  };
  await storage.applications.move({
    number,
    from: ['submitted'],
    to: 'confirmed',
    actor: 'operator:test',
    at: clock(),
  });
  const issue = createIssue({
    ...storage,
    clock,
    authority: {
      ...authority,
      async prepare(request) {
        dieAt('before-prepare');
        const prepared = await authority.prepare(request);
        dieAt('before-storing');
        return prepared;
      },
      async issue(prepared) {
        dieAt('before-signing');
        const signing = await authority.issue(prepared);
        dieAt('after-signing');
        return signing;
      },
    },
  });
  await issue(number);
  dieAt('after-storing');
}

const [dataDir, number, point] = process.argv.slice(2);
if (dataDir && number && point) await approveAndDie(dataDir, number, point as Point);
