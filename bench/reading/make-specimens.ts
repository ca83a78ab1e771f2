import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { Specimen } from '../../test/bot/reading/synthetic/specimens.ts';

export type Wanted = Pick<Specimen, 'grade' | 'seed'>;

export interface Makers {
  /** In the order that was asked for. Nobody makes anything in between. */
  make(wanted: readonly Wanted[]): Promise<Specimen[]>;
  close(): void;
}

export function startMakers(): Makers {
  const program = new URL('./specimens-process.ts', import.meta.url);
  const makers = Array.from({ length: availableParallelism() }, () =>
    fork(program, { execArgv: ['--import', 'tsx'], serialization: 'advanced' }),
  );
  return {
    async make(wanted) {
      const made: Specimen[] = [];
      let next = 0;
      const work = async (maker: ChildProcess) => {
        for (let at = next++; at < wanted.length; at = next++) {
          maker.send(wanted[at] as Wanted);
          [made[at]] = (await once(maker, 'message')) as [Specimen];
        }
      };
      await Promise.all(makers.map(work));
      return made;
    },
    close: () => {
      for (const maker of makers) maker.kill();
    },
  };
}
