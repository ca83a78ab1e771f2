// The rows of one place, cut out and recognised.
import type { Decoded } from './picture/decode.ts';
import type { ZonePlace } from './picture/find-zones.ts';
import type { Grey } from './picture/grey.ts';
import { type Cut, straighten, withoutFillers } from './picture/straighten.ts';
import type { Layout, Recogniser } from './recognise.ts';
import { findDates } from './zone/card.ts';
import { repairDigits, tidyRow } from './zone/repair.ts';

/** What one row may read. */
export type Texts = readonly string[];

/** How a row is cut out and read: the usual way first, then what helps where that fails. */
export const ways: readonly { readonly layout: Layout; readonly cut: Cut }[] = [
  { layout: 'raw', cut: { character: 30 } },
  { layout: 'line', cut: { character: 36 } },
  { layout: 'raw', cut: { character: 24, reach: 1.2 } },
];

export async function readRows(
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
