// Makes the Prisma clients when a schema is newer than its client. The generator wants to download a schema engine that it
// does not use; pointing it at a file that exists keeps it from that.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);

async function generate(program) {
  const schema = join(root, 'prisma', program, 'schema.prisma');
  const mark = join(root, 'src', program, 'storage', 'generated', 'made-from');
  const { version } = require('@prisma/client/package.json');
  const hash = createHash('sha256').update(readFileSync(schema)).update(version).digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
  const prisma = require.resolve('prisma/build/index.js');
  await promisify(execFile)(process.execPath, [prisma, 'generate', '--schema', schema, '--no-hints'], {
    cwd: root,
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
  });
  writeFileSync(mark, hash);
}

await Promise.all(['bot', 'backend'].map(generate));
