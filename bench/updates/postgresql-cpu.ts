import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Microseconds of the cluster's processes, from /proc: the one that listens on this port, and its children. */
export function postgresqlCpu(port: string): number {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
        return [{ pid, command, parent: fields[1], ticks: Number(fields[11]) + Number(fields[12]) }];
      } catch {
        return []; // ended in between
      }
    });
  const main = processes.find(({ command }) => command.includes('postgres') && command.includes(`port=${port}`))?.pid;
  const own = processes.filter(({ pid, parent }) => main !== undefined && (pid === main || parent === main));
  return (own.reduce((sum, { ticks }) => sum + ticks, 0) * 1_000_000) / ticksPerSecond;
}
const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
