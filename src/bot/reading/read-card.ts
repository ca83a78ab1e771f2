// From a picture to the IIN on it: the zone of a card's back or a passport, or the digits on a card's front.
import type { Iin } from '../../domain/iin.ts';
import type { ReadCard, Unread } from '../conversation/reading.ts';
import type { Decoded } from './picture/decode.ts';
import { findLines, findZones, rowAbove, type ZonePlace } from './picture/find-zones.ts';
import type { Grey } from './picture/grey.ts';
import { isScreenshot } from './picture/screenshot.ts';
import { type Cut, straighten, withoutFillers } from './picture/straighten.ts';
import { findIin } from './printed.ts';
import type { Layout, Recogniser } from './recognise.ts';
import { findDates, readCardRows } from './zone/card.ts';
import { readPassportRows } from './zone/passport.ts';
import { repairDigits, tidyRow, zoneLikeness } from './zone/repair.ts';

const PLACES = 4;
const LINES = 10;
/** Of the thirty characters of a whole one. */
const CUT_ROW = 25;

/** How a row is cut out and read: the usual way first, then what helps where that fails. */
const ways: readonly { readonly layout: Layout; readonly cut: Cut }[] = [
  { layout: 'raw', cut: { character: 30 } },
  { layout: 'line', cut: { character: 36 } },
  { layout: 'raw', cut: { character: 24 } },
];

type Texts = readonly string[];
type Found =
  | { readonly iin: Iin; readonly isProven: boolean }
  | { readonly because: 'foreign-card' | 'unclear-card' | 'half-card' }
  | undefined;

export async function readCard(picture: Decoded, recogniser: Recogniser): Promise<ReadCard | Unread> {
  const places = findZones(picture.coarse).slice(0, PLACES);
  let failure: Unread | undefined;
  let read: { place: ZonePlace; iin: Iin; isProven: boolean } | undefined;
  for (const place of places) {
    if (read && !isAlike(place, read.place)) continue;
    const found = await readPlace(picture, place, recogniser);
    if (!found) continue;
    if ('because' in found) failure ??= found;
    else if (read && read.iin !== found.iin) return { because: 'two-cards' };
    else read ??= { place, ...found };
  }
  if (read) return { value: { iin: read.iin, isProven: read.isProven } };
  if (failure) return failure;
  const printed = await readPrinted(picture, recogniser);
  if (printed) return { value: { iin: printed, isProven: false } };
  return { because: isScreenshot(picture.coarse) ? 'screenshot' : 'no-card' };
}

/** A second zone of the same kind of document, from the same distance. */
function isAlike([row]: ZonePlace, [other]: ZonePlace): boolean {
  if (!row || !other) return false;
  const within = (ratio: number) => ratio > 0.7 && ratio < 1.4;
  return within(row.height / other.height) && within(row.length / other.length);
}

async function readPlace(picture: Decoded, found: ZonePlace, recogniser: Recogniser): Promise<Found> {
  let place = found;
  // The last row of three holds names, which nobody needs unless a row above has been taken for the first.
  let texts = await readTexts(picture, place.slice(0, 2), recogniser, 0);
  if (likenessOf(texts) < 2) {
    const turned = upsideDown(place);
    const turnedTexts = await readTexts(picture, turned.slice(0, 2), recogniser, 0);
    if (likenessOf(turnedTexts) > likenessOf(texts)) [place, texts] = [turned, turnedTexts];
  }
  if (likenessOf(texts) === 0) return undefined;
  const readings: string[][] = texts.map((each) => [...each]);
  let judged = judge(readings);
  if ('iin' in judged) return judged;
  const missing = texts[0]?.some((text) => findDates(tidyRow(text))) && rowAbove(place);
  if (missing) place = [missing, ...place.slice(0, 2)];
  const added = missing ? place.slice(0, 1) : place.slice(2);
  const more = (await readTexts(picture, added, recogniser, 0)).map((each) => [...each]);
  if (missing) readings.unshift(...more);
  else readings.push(...more);
  judged = judge(readings);
  for (let way = 1; way < ways.length && !('iin' in judged) && likenessOf(readings) === 2; way++) {
    const again = await readTexts(picture, place, recogniser, way);
    again.forEach((each, row) => {
      readings[row]?.push(...each);
    });
    judged = judge(readings);
  }
  if ('iin' in judged || judged.because === 'foreign-card') return judged;
  return reachesEdge(picture, place) || isCut(texts) ? { because: 'half-card' } : judged;
}

const likenessOf = (texts: readonly Texts[]) => Math.max(0, ...texts.flat().map(zoneLikeness));

const upsideDown = (place: ZonePlace): ZonePlace =>
  place.map((row) => ({ ...row, angle: row.angle + Math.PI })).reverse();

/** Of each row, what it may read. */
async function readTexts(
  { fine, scale }: Decoded,
  place: ZonePlace,
  recogniser: Recogniser,
  way: number,
): Promise<Texts[]> {
  const { layout, cut } = ways[way] as (typeof ways)[number];
  const texts: Texts[] = [];
  for (const row of place) {
    const strip = straighten(fine, row, scale, cut);
    const text = await recogniser.row(strip, 'zone', layout);
    texts.push(findDates(tidyRow(text)) ? [...(await readDatesAgain(text, strip, recogniser)), text] : [text]);
  }
  return texts;
}

/** Fillers in a row blind recognition for the digit after them: it is read once more, right behind the digits of the dates. */
async function readDatesAgain(text: string, strip: Grey, recogniser: Recogniser): Promise<Texts> {
  const row = tidyRow(text);
  const end = findDates(row)?.end ?? 0;
  const again = tidyRow(await recogniser.row(withoutFillers(strip), 'zone', 'raw'));
  const last = repairDigits(again.slice(-1));
  if (!/^\d$/.test(last)) return [];
  const [state, rest] = [row.slice(end - 3, end), `${'<'.repeat(11)}${last}`];
  return [`${row.slice(0, end)}${rest}`, `${again.slice(0, 15)}${state}${rest}`];
}

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

async function readPrinted({ coarse, fine, scale }: Decoded, recogniser: Recogniser): Promise<Iin | undefined> {
  const lines = findLines(coarse)
    .filter(({ length, height }) => length > 7 * height && length < 26 * height)
    .slice(0, LINES);
  for (const isUpsideDown of [false, true]) {
    for (const line of isUpsideDown ? upsideDown(lines) : lines) {
      const strip = straighten(fine, line, scale, { character: 30 });
      const iin = findIin(await recogniser.row(strip, 'digits', 'raw'));
      if (iin) return iin;
    }
  }
  return undefined;
}
