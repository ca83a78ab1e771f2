// One place in a picture where a machine-readable zone may be.
import type { Iin } from '../../domain/iin.ts';
import type { Decoded } from './picture/decode.ts';
import { rowAbove, upsideDown, type ZonePlace } from './picture/find-zones.ts';
import { readRows, type Texts, ways } from './read-rows.ts';
import type { Recogniser } from './recognise.ts';
import { findDates, readCardRows } from './zone/card.ts';
import { readPassportRows } from './zone/passport.ts';
import { tidyRow, zoneLikeness } from './zone/repair.ts';

/** Of the thirty characters of a whole one. */
const CUT_ROW = 25;

type Judged =
  | { readonly iin: Iin; readonly isProven: boolean }
  | { readonly because: 'foreign-card' | 'unclear-card' | 'half-card' };
/** undefined: no zone at all. */
export type Found = Judged | undefined;

/** A place with all that its rows may read. */
interface Read {
  readonly place: ZonePlace;
  readonly texts: readonly Texts[];
}

export async function readPlace(picture: Decoded, found: ZonePlace, recogniser: Recogniser): Promise<Found> {
  const upright = await readUpright(picture, found, recogniser);
  if (likenessOf(upright.texts) === 0) return undefined;
  const first = judge(upright.texts);
  if ('iin' in first) return first;
  const whole = await addRow(picture, upright, recogniser);
  const judged = await readOtherWays(picture, whole, recogniser);
  if ('iin' in judged || judged.because === 'foreign-card') return judged;
  return reachesEdge(picture, whole.place) || isCut(upright.texts) ? { because: 'half-card' } : judged;
}

/** Two rows: the last one of three holds names, which nobody needs unless a row above has been taken for the first. */
async function readUpright(picture: Decoded, place: ZonePlace, recogniser: Recogniser): Promise<Read> {
  const texts = await readRows(picture, place.slice(0, 2), recogniser, 0);
  if (likenessOf(texts) === 2) return { place, texts };
  const turned = upsideDown(place);
  const turnedTexts = await readRows(picture, turned.slice(0, 2), recogniser, 0);
  return likenessOf(turnedTexts) > likenessOf(texts) ? { place: turned, texts: turnedTexts } : { place, texts };
}

/** Where the dates stand in the first row, the row above them was not found; otherwise the third one may help. */
async function addRow(picture: Decoded, { place, texts }: Read, recogniser: Recogniser): Promise<Read> {
  const missing = texts[0]?.some((text) => findDates(tidyRow(text))) && rowAbove(place);
  if (missing) {
    const above = await readRows(picture, [missing], recogniser, 0);
    return { place: [missing, ...place.slice(0, 2)], texts: [...above, ...texts] };
  }
  return { place, texts: [...texts, ...(await readRows(picture, place.slice(2), recogniser, 0))] };
}

async function readOtherWays(picture: Decoded, { place, texts }: Read, recogniser: Recogniser): Promise<Judged> {
  let all = texts;
  let judged = judge(all);
  for (let way = 1; way < ways.length && !('iin' in judged) && likenessOf(all) === 2; way++) {
    const again = await readRows(picture, place, recogniser, way);
    all = all.map((each, row) => [...each, ...(again[row] ?? [])]);
    judged = judge(all);
  }
  return judged;
}

const likenessOf = (texts: readonly Texts[]) => Math.max(0, ...texts.flat().map(zoneLikeness));

/** Every reading of a row with every reading of the next: which belong together the check digits say. */
function judge(texts: readonly Texts[]): Judged {
  let isForeign = false;
  let unproven: Judged | undefined;
  for (let upper = 0; upper + 1 < texts.length; upper++) {
    for (const first of texts[upper] ?? []) {
      for (const second of texts[upper + 1] ?? []) {
        const card = readCardRows([first, second, texts[upper + 2]?.[0] ?? '']);
        if ('value' in card && card.isProven) return { iin: card.value, isProven: true };
        const passport = readPassportRows([first, second]);
        for (const read of [card, passport]) {
          if ('value' in read) unproven ??= { iin: read.value, isProven: false };
          else isForeign ||= read.because === 'foreign';
        }
      }
    }
  }
  return unproven ?? { because: isForeign ? 'foreign-card' : 'unclear-card' };
}

/** Recognition adds fillers rather than losing them: rows that are much too short were not whole. */
const isCut = (texts: readonly Texts[]): boolean =>
  likenessOf(texts) === 2 && texts.every((each) => tidyRow(each.at(-1) ?? '').length <= CUT_ROW);

/** The zone runs out of the picture: less than a character is left beside it. */
function reachesEdge({ coarse: { width, height } }: Decoded, place: ZonePlace): boolean {
  return place.some(({ x, y, angle, length, height: tall }) =>
    [-1, 1].some((side) => {
      const [endX, endY] = [x + (side * length * Math.cos(angle)) / 2, y + (side * length * Math.sin(angle)) / 2];
      const edge = 1.2 * tall;
      return endX < edge || endY < edge || endX > width - edge || endY > height - edge;
    }),
  );
}
