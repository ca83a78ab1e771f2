// Bundles the page in memory, in a fraction of a second: the same sources and the same esbuild give the same bytes.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, stop } from 'esbuild';

export interface KeyPageFile {
  readonly name: 'index.html' | 'key-page.js' | 'key-page.css' | 'icon.svg';
  readonly type: string;
  readonly content: Buffer;
}

const folder = new URL('./', import.meta.url);
/** Engines with everything the page uses; older ones are told so by the page. */
const target = ['chrome109', 'firefox115', 'safari16.4'];

/** Once per process: esbuild's own process ends with it. */
export async function buildKeyPage(): Promise<readonly KeyPageFile[]> {
  const [script = Buffer.of(), style = Buffer.of()] = await Promise.all([bundle('main.ts'), bundle('key-page.css')]);
  await stop();
  const shell = await readFile(new URL('index.html', folder), 'utf8');
  const index = shell.replace('%script%', integrityOf(script)).replace('%style%', integrityOf(style));
  return [
    { name: 'index.html', type: 'text/html; charset=utf-8', content: Buffer.from(index) },
    { name: 'key-page.js', type: 'text/javascript; charset=utf-8', content: script },
    { name: 'key-page.css', type: 'text/css; charset=utf-8', content: style },
    { name: 'icon.svg', type: 'image/svg+xml', content: await readFile(new URL('icon.svg', folder)) },
  ];
}

async function bundle(entry: string): Promise<Buffer> {
  const { outputFiles } = await build({
    absWorkingDir: fileURLToPath(new URL('../../', folder)),
    entryPoints: [fileURLToPath(new URL(entry, folder))],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    charset: 'utf8',
    legalComments: 'eof',
    target,
    plugins: [ownWords],
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}

/** Of the catalogue, only the page's own block. */
const ownWords: Plugin = {
  name: 'own-words',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]locales[\\/]\w+\.json$/ }, async ({ path }) => {
      const catalogue = JSON.parse(await readFile(path, 'utf8'));
      return { loader: 'json', contents: JSON.stringify({ 'key-page': catalogue['key-page'] }) };
    });
  },
};

const integrityOf = (content: Buffer): string => `sha384-${createHash('sha384').update(content).digest('base64')}`;
