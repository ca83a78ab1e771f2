// How many synthetic pictures are read, how quickly, and what the others notice of it. READING_SEEDS=final takes the second set of
// seeds, which nothing was tuned on; READING_PICTURES changes their number (300).

import { setTimeout } from 'node:timers/promises';
import { decode } from '../src/bot/reading/picture/decode.ts';
import { readCard } from '../src/bot/reading/read-card.ts';
import type { ReadingService } from '../src/bot/reading/reading.ts';
import { createReading } from '../src/bot/reading/reading.ts';
import { createRecogniser, type Recogniser } from '../src/bot/reading/recognise.ts';
import { grades } from '../test/bot/reading/synthetic/camera.ts';
import { createSpecimen, type Specimen } from '../test/bot/reading/synthetic/specimens.ts';
import { createNativeRecogniser } from './reading/native.ts';
import { talkMeanwhile } from './reading/other-chats.ts';
import { readUnprepared } from './reading/unprepared.ts';

const PICTURES = Number(process.env.READING_PICTURES ?? 300);
const FIRST_SEED = process.env.READING_SEEDS === 'final' ? 500_000 : 0;
const AT_ONCE = 2;
/** Cards that the three ways of reading are compared on. */
const COMPARED = Math.min(30, Math.floor(PICTURES / 10));

interface Read {
  readonly specimen: Specimen;
  readonly outcome: 'right' | 'wrong' | string;
  readonly isProven: boolean;
  readonly ms: number;
}

export async function run(): Promise<void> {
  const specimens: Specimen[] = [];
  for (let at = 0; at < PICTURES; at++) {
    const grade = grades[at % grades.length] as (typeof grades)[number];
    specimens.push(await createSpecimen(grade, FIRST_SEED + Math.floor(at / grades.length)));
  }
  console.log(`${PICTURES} pictures, seeds from ${FIRST_SEED}`);
  const reading = createReading();
  const warm = await createSpecimen('clean', 999_999, 'back');
  await readOne(reading, warm, 0);
  const alone = talkMeanwhile();
  await setTimeout(3_000);
  console.log(`another chat's replies with nothing to read: ${spread(await alone.stop())}`);
  const others = talkMeanwhile();
  const reads = await readAll(reading, specimens);
  const replies = await others.stop();
  for (const grade of grades)
    report(
      grade,
      reads.filter(({ specimen }) => specimen.grade === grade),
    );
  report('all', reads);
  console.log(`other chats' replies meanwhile: ${spread(replies)}`);
  for (const { specimen, outcome } of reads) if (outcome !== 'right') console.log(`  ${specimen.name}: ${outcome}`);
  await reading.close();
  await compare(specimens.filter(({ sort }) => sort === 'back').slice(0, COMPARED));
}

async function readAll(reading: ReadingService, specimens: readonly Specimen[]): Promise<Read[]> {
  const reads: Read[] = [];
  const memory = (when: number) => {
    if (reads.length !== when) return;
    global.gc?.();
    console.log(`RSS after ${when} pictures: ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`);
  };
  let next = 0;
  const work = async (slot: number) => {
    for (let at = next++; at < specimens.length; at = next++) {
      reads.push(await readOne(reading, specimens[at] as Specimen, slot));
      memory(20);
      memory(200);
      if (reads.length % 60 === 0) report(`${reads.length}:`, reads);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, slot) => work(slot)));
  return reads;
}

async function readOne(reading: ReadingService, specimen: Specimen, slot: number): Promise<Read> {
  const { picture, right, sort } = specimen;
  const file = { id: '', name: '', size: picture.length, bytes: async () => picture };
  const start = performance.now();
  const how = sort === 'form' ? reading.form : reading.card;
  const read = await how(`bench:${slot}`, file, () => undefined);
  const ms = performance.now() - start;
  if ('because' in read) return { specimen, outcome: read.because, isProven: false, ms };
  const found = typeof read.value === 'string' ? read.value : read.value.iin;
  const isProven = typeof read.value === 'string' || read.value.isProven;
  return { specimen, outcome: found === right ? 'right' : 'wrong', isProven, ms };
}

function report(name: string, reads: readonly Read[]): void {
  const count = (outcome: string) => reads.filter((read) => read.outcome === outcome).length;
  const wrong = reads.filter(({ outcome, isProven }) => outcome === 'wrong' && isProven).length;
  console.log(
    `${name.padEnd(6)} ${count('right')} of ${reads.length} read (${((count('right') / reads.length) * 100).toFixed(1)} %), ` +
      `accepted wrongly ${wrong}, shown wrongly for comparison ${count('wrong') - wrong}; ${spread(reads.map(({ ms }) => ms))}`,
  );
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((one, other) => one - other);
  const part = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0);
  return `median ${part(0.5)} ms, p95 ${part(0.95)} ms, p99 ${part(0.99)} ms, max ${part(1)} ms`;
}

/** The same cards: ours, the same preparation with Debian's own program, ours without preparation. One at a time. */
async function compare(cards: readonly Specimen[]): Promise<void> {
  console.log(`the same ${cards.length} card backs, one at a time:`);
  const ours = await createRecogniser();
  await measure('tesseract.js on prepared rows', cards, (card) => readPrepared(card, ours));
  const native = await createNativeRecogniser();
  if (native) await measure(`native ${native.version} on the same rows`, cards, (card) => readPrepared(card, native));
  else console.log('  native tesseract: skipped, it is not installed');
  await measure('tesseract.js without preparation', cards, (card) => readUnprepared(card.picture));
  await ours.close();
}

async function readPrepared({ picture }: Specimen, recogniser: Recogniser): Promise<string | undefined> {
  const decoded = await decode(picture);
  const read = decoded && (await readCard(decoded, recogniser));
  return read && 'value' in read ? read.value.iin : undefined;
}

async function measure(
  name: string,
  cards: readonly Specimen[],
  read: (card: Specimen) => Promise<string | undefined>,
): Promise<void> {
  const times: number[] = [];
  let right = 0;
  for (const card of cards) {
    const start = performance.now();
    if ((await read(card)) === card.right) right += 1;
    times.push(performance.now() - start);
  }
  console.log(`  ${name}: ${right} of ${cards.length} read; ${spread(times)}`);
}
