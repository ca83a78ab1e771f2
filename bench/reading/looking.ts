// What the staff would see of documents and screens that applicants send to a person: how many are held back, and how many
// without an IIN are not.
import type { ReadingService } from '../../src/bot/reading/reading.ts';
import { createPerson } from '../../test/bot/reading/synthetic/person.ts';
import { createRandom } from '../../test/bot/reading/synthetic/random.ts';
import { drawScreen, photographScreen } from '../../test/bot/reading/synthetic/screens.ts';
import { grades } from '../../test/bot/reading/synthetic/shot.ts';
import { createSpecimen, type Sort } from '../../test/bot/reading/synthetic/specimens.ts';
import { spread } from './figures.ts';

const AT_ONCE = 2;
const sorts: readonly Sort[] = ['back', 'front', 'passport', 'form'];

type Draw = (seed: number) => Promise<Uint8Array>;

const document: Draw = async (seed) =>
  (await createSpecimen(grades[seed % grades.length] ?? 'usual', seed, sorts[seed % sorts.length])).picture;

const screen =
  (isPersonal: boolean): Draw =>
  async (seed) => {
    const random = createRandom(seed);
    return drawScreen(random, isPersonal ? createPerson(random) : undefined);
  };

const photo =
  (isPersonal: boolean): Draw =>
  async (seed) =>
    photographScreen(await screen(isPersonal)(seed), 'usual', createRandom(seed + 1));

/** `count` of each kind, from this seed on. */
export async function countHeldBack(reading: ReadingService, count: number, firstSeed: number): Promise<void> {
  await look(reading, 'documents of all grades', document, count, firstSeed);
  await look(reading, 'screenshots with an IIN', screen(true), count, firstSeed);
  await look(reading, 'photos of screens with an IIN', photo(true), count, firstSeed);
  await look(reading, 'screenshots without', screen(false), count, firstSeed);
  await look(reading, 'photos of screens without', photo(false), count, firstSeed);
}

async function look(reading: ReadingService, name: string, draw: Draw, count: number, firstSeed: number) {
  const times: number[] = [];
  const outcomes = new Map<string, number[]>();
  let next = firstSeed;
  const work = async (slot: number) => {
    for (let seed = next++; seed < firstSeed + count; seed = next++) {
      const picture = await draw(seed);
      const start = performance.now();
      const looked = await reading.look(`bench:${slot}`, picture);
      times.push(performance.now() - start);
      const outcome = 'value' in looked ? looked.value : looked.because;
      outcomes.set(outcome, [...(outcomes.get(outcome) ?? []), seed]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, slot) => work(slot)));
  const passed = outcomes.get('nothing') ?? [];
  const why = [...outcomes].map(([outcome, seeds]) => `${outcome} ${seeds.length}`).join(', ');
  console.log(`${name}: ${count - passed.length} of ${count} held back (${why}); ${spread(times)}`);
  if (passed.length > 0 && passed.length < count / 2) console.log(`  passed on: seeds ${passed.join(', ')}`);
}
