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

/** undefined: no zone at all. */
export type Found =
  | { readonly iin: Iin; readonly isProven: boolean }
  | { readonly because: 'foreign-card' | 'unclear-card' | 'half-card' }
  | undefined;

export async function readPlace(picture: Decoded, found: ZonePlace, recogniser: Recogniser): Promise<Found> {
  let place = found;
  // The last row of three holds names, which nobody needs unless a row above has been taken for the first.
  let texts = await readRows(picture, place.slice(0, 2), recogniser, 0);
  if (likenessOf(texts) < 2) {
    const turned = upsideDown(place);
    const turnedTexts = await readRows(picture, turned.slice(0, 2), recogniser, 0);
    if (likenessOf(turnedTexts) > likenessOf(texts)) [place, texts] = [turned, turnedTexts];
  }
  if (likenessOf(texts) === 0) return undefined;
  const readings: string[][] = texts.map((each) => [...each]);
  let judged = judge(readings);
  if ('iin' in judged) return judged;
  const missing = texts[0]?.some((text) => findDates(tidyRow(text))) && rowAbove(place);
  if (missing) place = [missing, ...place.slice(0, 2)];
  const added = missing ? place.slice(0, 1) : place.slice(2);
  const more = (await readRows(picture, added, recogniser, 0)).map((each) => [...each]);
  if (missing) readings.unshift(...more);
  else readings.push(...more);
  judged = judge(readings);
  for (let way = 1; way < ways.length && !('iin' in judged) && likenessOf(readings) === 2; way++) {
    const again = await readRows(picture, place, recogniser, way);
    again.forEach((each, row) => {
      readings[row]?.push(...each);
    });
    judged = judge(readings);
  }
  if ('iin' in judged || judged.because === 'foreign-card') return judged;
  return reachesEdge(picture, place) || isCut(texts) ? { because: 'half-card' } : judged;
}

const likenessOf = (texts: readonly Texts[]) => Math.max(0, ...texts.flat().map(zoneLikeness));

/** Every reading of a row with every reading of the next: which belong together the check digits say. */
function judge(texts: readonly (readonly string[])[]): Exclude<Found, undefined> {
  let isForeign = false;
  for (let upper = 0; upper + 1 < texts.length; upper++) {
    for (const first of texts[upper] ?? []) {
      for (const second of texts[upper + 1] ?? []) {
        const card = readCardRows([first, second, texts[upper + 2]?.[0] ?? '']);
        if ('value' in card) return { iin: card.value, isProven: true };
        const passport = readPassportRows([first, second]);
        if ('value' in passport) return { iin: passport.value, isProven: false };
        isForeign ||= card.because === 'foreign' || passport.because === 'foreign';
      }
    }
  }
  return { because: isForeign ? 'foreign-card' : 'unclear-card' };
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
