import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** Named values that survive a restart. Every change is handed to the operating system before `put` returns. */
export interface Journal {
  put(key: string, value: unknown): void;
  remove(key: string): void;
  /** What was stored before this start, in the order of the first `put`; keys without the prefix. */
  stored<T>(prefix: string): [string, T][];
  /** The one value of that name from before this start. */
  read<T>(key: string): T | undefined;
  close(): void;
}

export const forgetfulJournal: Journal = {
  put() {},
  remove() {},
  stored: () => [],
  read: () => undefined,
  close() {},
};

/** One line per change: `[key, value]`, or `[key]` when removed. Rewritten without the past at each start. */
export function openJournal(directory: string): Journal {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, 'journal.jsonl');
  const values = readValues(path);
  rewrite(path, values);
  const file = openSync(path, 'a', 0o600);
  let isOpen = true;
  return {
    put(key, value) {
      if (isOpen) writeSync(file, `${JSON.stringify([key, value])}\n`);
    },
    remove(key) {
      if (isOpen) writeSync(file, `${JSON.stringify([key])}\n`);
    },
    stored<T>(prefix: string) {
      const found: [string, T][] = [];
      for (const [key, value] of values) if (key.startsWith(prefix)) found.push([key.slice(prefix.length), value as T]);
      return found;
    },
    read: <T>(key: string) => values.get(key) as T | undefined,
    close() {
      if (isOpen) closeSync(file);
      isOpen = false;
    },
  };
}

function readValues(path: string): Map<string, unknown> {
  const values = new Map<string, unknown>();
  if (!existsSync(path)) return values;
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const change = parseLine(line);
    if (!change) continue;
    if (change.length === 1) values.delete(change[0]);
    else values.set(change[0], change[1]);
  }
  return values;
}

/** A line cut short by a crash is the last one and was never acknowledged. */
function parseLine(line: string): [string] | [string, unknown] | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function rewrite(path: string, values: Map<string, unknown>): void {
  const lines = [...values].map((entry) => `${JSON.stringify(entry)}\n`);
  writeFileSync(`${path}.new`, lines.join(''), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
