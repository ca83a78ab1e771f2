// A server of somebody else, started by a test and ended with it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Program {
  /** All that it has printed so far. */
  readonly printed: () => string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Resolves when it prints what it prints once it listens. */
export async function startProgram(command: string, words: readonly string[], ready: RegExp): Promise<Program> {
  const child: ChildProcess = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        printed += chunk;
        if (ready.test(printed)) resolve();
      });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code}: ${printed}`)));
  });
  return {
    printed: () => printed,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
