// zlint (github.com/zmap/zlint), the linter of the web's authorities, when the machine has it: another opinion on what is about
// to be signed. A program of somebody else: without a shell, with limits of time and size, the certificate over its input.
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { z } from 'zod';

/** The names of the lints that ended with `error` or `fatal`. Throws when there is no verdict: then nothing is to be signed. */
export type OtherLint = (certificatePem: string) => Promise<readonly string[]>;

/** The executable of this name in the folders of PATH; undefined when there is none. */
export function findOnPath(name: string, path: string): string | undefined {
  const folders = path.split(delimiter).filter(isAbsolute); // "." would run whatever lies where the backend was started
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

export interface ZlintOptions {
  readonly file: string;
  /** Milliseconds; 10 s when left out. */
  readonly timeLimit?: number;
}

const MAX_OCTETS = 1024 * 1024;

/** As it prints without `-pretty`: `{"e_subject_common_name_max_length":{"result":"pass"}, ...}` (v3, cmd/zlint/main.go). */
const verdictSchema = z.record(
  z.string().max(200),
  z.object({ result: z.enum(['NA', 'NE', 'pass', 'info', 'warn', 'error', 'fatal']) }),
);

export function createZlint({ file, timeLimit = 10_000 }: ZlintOptions): OtherLint {
  return async (pem) => {
    const verdict = verdictSchema.parse(JSON.parse(await run(file, pem, timeLimit)));
    const results = Object.entries(verdict);
    if (results.length === 0) throw new Error('zlint looked at nothing');
    return results.filter(([, { result }]) => result === 'error' || result === 'fatal').map(([name]) => name);
  };
}

function run(file: string, input: string, timeLimit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, ['-format', 'pem'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: timeLimit,
      killSignal: 'SIGKILL',
    });
    const chunks: Buffer[] = [];
    let octets = 0;
    child.on('error', reject);
    child.stdin.on('error', () => undefined); // it need not read to the end; what counts is what it says
    child.stdout.on('data', (chunk: Buffer) => {
      octets += chunk.length;
      if (octets <= MAX_OCTETS) chunks.push(chunk);
      else child.kill('SIGKILL');
    });
    child.on('close', (status, signal) => {
      if (octets > MAX_OCTETS) reject(new Error('zlint said too much'));
      else if (status !== 0) reject(new Error(`zlint ended with ${signal ?? status}`));
      else resolve(Buffer.concat(chunks).toString('utf8'));
    });
    child.stdin.end(input);
  });
}
