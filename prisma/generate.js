// Makes the Prisma clients when a schema is newer than its client. The generator wants to download a schema engine that it
// does not use; pointing it at a file that exists keeps it from that.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
for (const program of ['bot', 'backend']) {
  const schema = join(root, 'prisma', program, 'schema.prisma');
  const output = join(root, 'src', program, 'storage', 'generated');
  const mark = join(output, 'made-from');
  const { version } = createRequire(import.meta.url)('@prisma/client/package.json');
  const hash = createHash('sha256').update(readFileSync(schema)).update(version).digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) continue;
  const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js');
  const { status, stderr } = spawnSync(process.execPath, [prisma, 'generate', '--schema', schema, '--no-hints'], {
    cwd: root,
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
    encoding: 'utf8',
  });
  if (status !== 0) {
    process.stderr.write(stderr);
    process.exit(1);
  }
  writeFileSync(mark, hash);
}
