import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Program {
  /** The first line that fits, from the start of the program; rejects when the program ends before it. */
  line(pattern: RegExp): Promise<RegExpMatchArray>;
  readonly output: readonly string[];
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** One of the repository's programs as a process of its own, with only this environment. */
export function runProgram(path: string, environment: Readonly<Record<string, string>>): Program {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', path], {
    cwd: root,
    env: { PATH: process.env.PATH, LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const waiting = new Set<(line: string) => void>();
  const ended = once(child, 'exit') as Promise<[number | null]>;
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      output.push(line);
      for (const tell of waiting) tell(line);
    });
  }

  return {
    output,
    async line(pattern) {
      const said = output.map((line) => line.match(pattern)).find((match) => match !== null);
      if (said) return said;
      return new Promise((resolve, reject) => {
        const tell = (line: string) => {
          const match = line.match(pattern);
          if (!match) return;
          waiting.delete(tell);
          resolve(match);
        };
        waiting.add(tell);
        void ended.then(([code]) => reject(new Error(`${path} ended with ${code}:\n${output.join('\n')}`)));
      });
    },
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      const [code] = await ended;
      return code;
    },
  };
}
