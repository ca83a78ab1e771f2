import { execFile } from 'node:child_process';
import type { Recogniser } from '../../src/bot/reading/recognise.ts';

/** Debian's `tesseract` on the same strips; undefined where it is not installed. */
export async function createNativeRecogniser(): Promise<(Recogniser & { readonly version: string }) | undefined> {
  const version = await run(['--version']).catch(() => undefined);
  if (version === undefined) return undefined;
  return {
    version: version.split('\n')[0] ?? '',
    async row({ width, height, tones }, alphabet, layout) {
      const characters = alphabet === 'zone' ? 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<' : '0123456789-';
      const mode = layout === 'raw' ? '13' : '7';
      const options = ['--psm', mode, '--dpi', '300', '-l', 'eng', '-c', `tessedit_char_whitelist=${characters}`];
      const picture = Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), tones]);
      return (await run(['stdin', 'stdout', ...options], picture)).trim();
    },
    close: async () => undefined,
  };
}

function run(options: readonly string[], input?: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      'tesseract',
      [...options],
      { env: { ...process.env, OMP_THREAD_LIMIT: '1' } },
      (error, stdout, stderr) => (error ? reject(error) : resolve(stdout || stderr)),
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
