// The same cards: ours, the same preparation with Debian's own program, ours without preparation. One at a time.
import { decode } from '../../src/bot/reading/picture/decode.ts';
import { readCard } from '../../src/bot/reading/read-card.ts';
import { createRecogniser, type Recogniser } from '../../src/bot/reading/recognise.ts';
import type { Specimen } from '../../test/bot/reading/synthetic/specimens.ts';
import { spread } from './figures.ts';
import { createNativeRecogniser } from './native.ts';
import { readUnprepared } from './unprepared.ts';

export async function compare(cards: readonly Specimen[]): Promise<void> {
  console.log(`the same ${cards.length} card backs, one at a time:`);
  const ours = await createRecogniser();
  await measure('tesseract.js on prepared rows', cards, (card) => readPrepared(card, ours));
  await ours.close();
  const native = await createNativeRecogniser();
  if (native) await measure(`native ${native.version} on the same rows`, cards, (card) => readPrepared(card, native));
  else console.log('  native tesseract: skipped, it is not installed');
  await measure('tesseract.js without preparation', cards, (card) => readUnprepared(card.picture));
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
