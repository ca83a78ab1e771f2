import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ProgramSettings, ProgramWord } from './program.ts';

/** Bot processes that can be killed and replaced. */
export interface Fleet {
  /** Where a process that is alive takes updates; a random one. */
  address(): string | undefined;
  /** Calls that got no answer, so that they were made again. */
  readonly unanswered: ReadonlySet<string>;
  /** kill -9 of a random process; its replacement takes over at once. */
  kill(): Promise<void>;
  /** Starts a new process, then stops the oldest one in order. Resolves with the milliseconds that it took to stop. */
  replaceOldest(): Promise<number>;
  close(): Promise<void>;
}

interface Member {
  readonly child: ChildProcess;
  readonly port: number;
}

/** Loading the program takes seconds on a busy machine; a killed one is replaced at once by one that is loaded. */
const SPARES = 3;
const PROGRAM = fileURLToPath(new URL('program.ts', import.meta.url));

export async function startFleet(size: number, settings: ProgramSettings): Promise<Fleet> {
  const unanswered = new Set<string>();
  const load = async (): Promise<ChildProcess> => {
    const child = fork(PROGRAM, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.on('message', (word: ProgramWord) => word.said === 'unanswered' && unanswered.add(word.call));
    await heard(child, 'loaded');
    return child;
  };
  const begin = async (child: ChildProcess): Promise<Member> => {
    child.send(settings);
    const { port } = await heard(child, 'ready');
    return { child, port };
  };

  const spares = Array.from({ length: SPARES }, load);
  const members: Member[] = [];
  const add = async () => {
    const child = await spares.shift();
    spares.push(load());
    if (child) members.push(await begin(child));
  };
  for (let n = 0; n < size; n += 1) await add();

  return {
    unanswered,
    address() {
      const member = members[Math.floor(Math.random() * members.length)];
      return member && `http://127.0.0.1:${member.port}/updates`;
    },
    async kill() {
      const [victim] = members.splice(Math.floor(Math.random() * members.length), 1);
      if (!victim) return;
      const ended = once(victim.child, 'exit');
      victim.child.kill('SIGKILL');
      await ended;
      await add();
    },
    async replaceOldest() {
      await add();
      const [oldest] = members.splice(0, 1);
      const since = performance.now();
      if (oldest) {
        const ended = once(oldest.child, 'exit');
        oldest.child.kill('SIGTERM');
        await ended;
      }
      return performance.now() - since;
    },
    async close() {
      for (const child of [...members.map((each) => each.child), ...(await Promise.all(spares))]) {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }
    },
  };
}

async function heard<Said extends ProgramWord['said']>(
  child: ChildProcess,
  said: Said,
): Promise<Extract<ProgramWord, { said: Said }>> {
  for (;;) {
    const [word] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`the program ended with ${code}`);
      }),
    ])) as [ProgramWord];
    if (word.said === said) return word as Extract<ProgramWord, { said: Said }>;
  }
}
