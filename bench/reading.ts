// How many synthetic pictures are read, how quickly, and what the others notice of it.
// READING_PICTURES: how many (300). READING_SEEDS: the first seed (0), or `final` for a second set, which nothing was tuned on.
// READING_ONLY=wrong: only whether a number is accepted wrongly, with time enough for every picture on a busy machine; such as
//   READING_ONLY=wrong READING_SEEDS=10000 READING_PICTURES=3000 nice -n 19 npm run bench -- reading
// READING_ONLY=look: how many pictures of each kind are held back from the staff.

import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createReading, type ReadingService } from '../src/bot/reading/reading.ts';
import { grades } from '../test/bot/reading/synthetic/shot.ts';
import { fileOf, type Specimen } from '../test/bot/reading/synthetic/specimens.ts';
import { compare } from './reading/compare.ts';
import { line, type Read, report, spread } from './reading/figures.ts';
import { countHeldBack } from './reading/looking.ts';
import { startMakers, type Wanted } from './reading/make-specimens.ts';
import { talkMeanwhile } from './reading/other-chats.ts';

const PICTURES = Number(process.env.READING_PICTURES ?? 300);
const SEEDS = process.env.READING_SEEDS ?? '0';
const FIRST_SEED = SEEDS === 'final' ? 500_000 : Number(SEEDS);
const ONLY = process.env.READING_ONLY;
const ONLY_WRONG = ONLY === 'wrong';
const AT_ONCE = 2;
/** Pictures that are made before the next are read. */
const BATCH = 20;
/** Cards that the three ways of reading are compared on. */
const COMPARED = Math.min(30, Math.floor(PICTURES / 10));

export async function run(): Promise<void> {
  console.log(`${PICTURES} pictures, seeds from ${FIRST_SEED}`);
  const reading = createReading(ONLY_WRONG ? { timeMs: 300_000 } : {});
  if (ONLY === 'look') return countHeldBack(reading, PICTURES, FIRST_SEED).finally(() => reading.close());
  const makers = startMakers();
  try {
    await (ONLY_WRONG ? countWrong : measure)(reading, (wanted) => makers.make(wanted));
  } finally {
    makers.close();
    await reading.close();
  }
}

type Make = (wanted: readonly Wanted[]) => Promise<Specimen[]>;

async function countWrong(reading: ReadingService, make: Make): Promise<void> {
  const reads: Read[] = [];
  for (const batch of batches()) {
    reads.push(...(await readAll(reading, await make(batch))));
    for (const { specimen, isProven } of reads.slice(-batch.length).filter(({ outcome }) => outcome === 'wrong')) {
      console.log(`  ${specimen.name}: wrong, ${isProven ? 'ACCEPTED' : 'shown for comparison'}`);
    }
    if (reads.length % 100 === 0) line(`${reads.length}:`, reads);
  }
  report(reads);
}

async function measure(reading: ReadingService, make: Make): Promise<void> {
  const [first] = await make([{ grade: 'clean', seed: 999_990 }]);
  await readOne(reading, first as Specimen, 0);
  const alone = talkMeanwhile();
  await setTimeout(3_000);
  console.log(`another chat's replies with nothing to read: ${spread(await alone.stop())}`);
  const reads: Read[] = [];
  const replies: number[] = [];
  const backs: Specimen[] = [];
  for (const batch of batches()) {
    const specimens = await make(batch);
    backs.push(...specimens.filter(({ sort }) => sort === 'back').slice(0, COMPARED - backs.length));
    const others = talkMeanwhile();
    reads.push(...(await readAll(reading, specimens)));
    replies.push(...(await others.stop()));
    if ([20, 200, PICTURES].includes(reads.length))
      console.log(`RSS after ${reads.length} pictures: ${megabytes()} MB`);
    if (reads.length % 60 === 0) line(`${reads.length}:`, reads);
  }
  report(reads);
  console.log(`other chats' replies meanwhile: ${spread(replies)}`);
  for (const { specimen, outcome } of reads) if (outcome !== 'right') console.log(`  ${specimen.name}: ${outcome}`);
  await compare(backs);
}

function* batches(): Generator<readonly Wanted[]> {
  for (let from = 0; from < PICTURES; from += BATCH) {
    yield Array.from({ length: Math.min(BATCH, PICTURES - from) }, (_, at) => ({
      grade: grades[(from + at) % grades.length] as Wanted['grade'],
      seed: FIRST_SEED + Math.floor((from + at) / grades.length),
    }));
  }
}

async function readAll(reading: ReadingService, specimens: readonly Specimen[]): Promise<Read[]> {
  const reads: Read[] = [];
  let next = 0;
  const work = async (slot: number) => {
    for (let at = next++; at < specimens.length; at = next++) {
      reads.push(await readOne(reading, specimens[at] as Specimen, slot));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, slot) => work(slot)));
  return reads;
}

async function readOne(reading: ReadingService, specimen: Specimen, slot: number): Promise<Read> {
  const { picture, right, sort, name, grade } = specimen;
  const start = performance.now();
  const how = sort === 'form' ? reading.form : reading.card;
  const read = await how(`bench:${slot}`, fileOf(picture), () => undefined);
  const ms = performance.now() - start;
  // Without the picture, which would otherwise count into the memory.
  const of = { specimen: { name, grade }, ms };
  if ('because' in read) return { ...of, outcome: read.because, isProven: false };
  const found = typeof read.value === 'string' ? read.value : read.value.iin;
  const isProven = typeof read.value === 'string' || read.value.isProven;
  return { ...of, outcome: found === right ? 'right' : 'wrong', isProven };
}

function megabytes(): string {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return (process.memoryUsage().rss / 2 ** 20).toFixed(0);
}
