// From a picture to the IIN on it: the zone of a card's back or a passport, or the digits on a card's front.
import type { ReadCard, Unread } from '../conversation/reading.ts';
import type { Decoded } from './picture/decode.ts';
import { findZones, type ZonePlace } from './picture/find-zones.ts';
import { isScreenshot } from './picture/screenshot.ts';
import { findIin } from './printed.ts';
import { readPlace } from './read-place.ts';
import { readPrinted } from './read-printed.ts';
import type { Recogniser } from './recognise.ts';

const PLACES = 4;
/** On a card's front. */
const PRINTED_IIN = { digits: 12, longest: 26, find: findIin };

export async function readCard(picture: Decoded, recogniser: Recogniser): Promise<ReadCard | Unread> {
  const places = findZones(picture.coarse).slice(0, PLACES);
  let failure: Unread | undefined;
  let read: ReadCard['value'] | undefined;
  let zone: ZonePlace | undefined;
  for (const place of places) {
    // Where the zone is known, only a second document's is of interest.
    if (zone && !isAlike(place, zone)) continue;
    const found = await readPlace(picture, place, recogniser);
    if (!found) continue;
    if (!('because' in found) || place.length === 3) zone ??= place;
    if ('because' in found) failure ??= found;
    else if (read && read.iin !== found.iin) return { because: 'two-cards' };
    else read ??= found;
  }
  if (read) return { value: read };
  if (failure) return failure;
  const printed = await readPrinted(picture, PRINTED_IIN, recogniser);
  if (printed) return { value: { iin: printed, isProven: false } };
  return { because: isScreenshot(picture.coarse) ? 'screenshot' : 'no-card' };
}

/** A second zone of the same kind of document, from the same distance. */
function isAlike([row]: ZonePlace, [other]: ZonePlace): boolean {
  if (!row || !other) return false;
  const within = (ratio: number) => ratio > 0.7 && ratio < 1.4;
  return within(row.height / other.height) && within(row.length / other.length);
}
