// Reads a card and a form in a process of its own, whose folders are watched from the second picture on: the first one starts
// threads, whose TypeScript loader keeps what it has compiled.
import { readdirSync, readFileSync, readlinkSync, watch } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { createReading } from '../../../src/bot/reading/reading.ts';
import { createSpecimen, fileOf } from './synthetic/specimens.ts';

const folders = process.argv.slice(2);
// The time limit has a test of its own; here it would only tell how busy the machine is.
const reading = createReading({ threads: 1, timeMs: 120_000 });
const [card, form] = [await createSpecimen('clean', 2, 'back', 1000), await createSpecimen('clean', 3, 'form', 1000)];
const read = () => [
  reading.card('telegram:1', fileOf(card.picture), () => undefined),
  reading.form('telegram:2', fileOf(form.picture), () => undefined),
];
await Promise.all(read());

const events: string[] = [];
const watchers = folders.map((folder) =>
  watch(folder, { recursive: true }, (_, name) => events.push(`${folder} ${name}`)),
);
const opened = new Set<string>();
let isDone = false;
const look = async () => {
  while (!isDone) {
    for (const path of openToWrite()) opened.add(path);
    await setImmediate();
  }
};
const [outcomes] = await Promise.all([Promise.all(read()).finally(() => (isDone = true)), look()]);
for (const watcher of watchers) watcher.close();
await reading.close();
console.log(JSON.stringify({ outcomes, rights: [card.right, form.right], events, opened: [...opened] }));

/** Regular files that this process, with all its threads, may write to right now. */
function openToWrite(): string[] {
  return readdirSync('/proc/self/fd').flatMap((descriptor) => {
    try {
      const path = readlinkSync(`/proc/self/fd/${descriptor}`);
      const [, flags = '0'] = /flags:\s+(\d+)/.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8')) ?? [];
      const isWritable = (Number.parseInt(flags, 8) & 3) !== 0;
      return isWritable && path.startsWith('/') && !path.startsWith('/dev/null') ? [path] : [];
    } catch {
      return [];
    }
  });
}
