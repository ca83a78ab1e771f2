// What a file shows that is for nobody's eyes but the applicant's. Where in doubt, it does.
import { parseApplicationNumber } from '../../domain/application-number.ts';
import type { Unread } from '../conversation/reading.ts';
import { openPdf } from './pdf.ts';
import { type Decoded, reshape, withCoarse } from './picture/decode.ts';
import { findLines, type LineSearch, upsideDown } from './picture/find-zones.ts';
import type { Grey } from './picture/grey.ts';
import { isScreenshot } from './picture/screenshot.ts';
import { straighten } from './picture/straighten.ts';
import { withoutMargins } from './picture/without-margins.ts';
import { mayHoldIin } from './printed.ts';
import { readQrCodes } from './qr-code.ts';
import { readCard } from './read-card.ts';
import type { PageRecogniser, Recogniser } from './recognise.ts';

/** `form`: the printed application, which has the IIN on it. */
export type Shown = 'private-key' | 'identity-document' | 'iin' | 'form' | 'nothing';

/** Of a page's recognition: hardly anything is left to be found. */
const UPRIGHT = 65;
const MAX_PAGES = 10;
/** A card on a scanned page is a small part of it. */
const SCALE = 3;

export async function lookThroughPdf(
  bytes: Uint8Array,
  recogniser: PageRecogniser,
): Promise<{ readonly value: Shown } | Unread> {
  const opened = await openPdf(bytes, MAX_PAGES);
  if (!opened || opened.hasMore || holdsOtherFiles(bytes)) return { because: 'damaged' };
  for (const { text, render } of opened.pages) {
    const written = wordsShow(text);
    if (written !== 'nothing') return { value: written };
    const shown = await lookThrough(await withCoarse(await render(SCALE)), recogniser);
    if (shown !== 'nothing') return { value: shown };
  }
  return { value: 'nothing' };
}

const holdsOtherFiles = (pdf: Uint8Array): boolean => Buffer.from(pdf).includes('/EmbeddedFile');

export async function lookThrough(picture: Decoded, recogniser: PageRecogniser): Promise<Shown> {
  for (const text of await readQrCodes(picture.fine)) {
    if (parseApplicationNumber(text)) return 'form';
    if (mayHoldIin(text)) return 'iin';
  }
  // What stands upright on a screen is best read as a whole; where a photo shows documents, they are looked for as such.
  if (!isScreenshot(picture.coarse)) return photoShows(picture, recogniser);
  const { text, confidence } = await recogniser.page(await enlarge(picture.fine));
  const written = wordsShow(text);
  if (written !== 'nothing') return written;
  const laid = await withoutMargins(picture);
  if (laid) return photoShows(laid, recogniser);
  return confidence > UPRIGHT ? 'nothing' : rowsShow(picture, recogniser);
}

async function photoShows(picture: Decoded, recogniser: Recogniser): Promise<Shown> {
  const card = await readCard(picture, recogniser);
  if ('value' in card) return card.value.isProven ? 'identity-document' : 'iin';
  if (card.because !== 'no-card' && card.because !== 'screenshot') return 'identity-document';
  return rowsShow(picture, recogniser);
}

/** Print row by row, however it lies, also light on dark and upside down: what is legible the wrong way round nobody can tell. */
async function rowsShow({ coarse, fine, scale }: Decoded, recogniser: Recogniser): Promise<Shown> {
  const rows = [coarse, negative(coarse)].flatMap((picture) => findLines(picture, ROWS));
  for (const row of [...rows, ...upsideDown(rows)]) {
    const text = await recogniser.row(straighten(fine, row, scale, { character: 30 }), 'any', 'raw');
    const shown = wordsShow(text);
    if (shown !== 'nothing') return shown;
  }
  return 'nothing';
}

const ROWS: LineSearch = { ratio: [4, 90], shortest: 0.05, most: 60 };

const negative = ({ width, height, tones }: Grey): Grey => ({ width, height, tones: tones.map((tone) => 255 - tone) });

function wordsShow(text: string): Shown {
  if (/PRIVATE\s*KEY/i.test(text)) return 'private-key';
  if (/[I1]DKAZ|P[<K]KAZ|[A-Z0-9]{3}[<«]{2}/.test(text)) return 'identity-document';
  return mayHoldIin(text) ? 'iin' : 'nothing';
}

/** Recognition wants characters of twenty pixels: those of a screen that Telegram has made smaller have half of that. */
const PAGE = 2000;

const enlarge = (screen: Grey): Promise<Grey> =>
  reshape(screen, (picture) => picture.resize({ width: PAGE, height: PAGE, fit: 'inside' }));
