// `npm run build:key-page`: writes the page to src/key-page/dist and prints what to compare with the page that is served.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { buildKeyPage } from './build.ts';

const folder = new URL('dist/', import.meta.url);
await mkdir(folder, { recursive: true });
for (const { name, content } of await buildKeyPage()) {
  await writeFile(new URL(name, folder), content);
  process.stdout.write(`${createHash('sha256').update(content).digest('hex')}  ${name}\n`);
}
