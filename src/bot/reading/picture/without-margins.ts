import { type Decoded, reshape, withCoarse } from './decode.ts';
import type { Grey } from './grey.ts';

/** What was laid on a scanner, without the empty page around it; undefined where that is hardly less, or print. */
export async function withoutMargins({ fine }: Decoded): Promise<Decoded | undefined> {
  const trimmed = await reshape(fine, (picture) => picture.trim({ threshold: 20 })).catch(() => undefined); // empty
  if (!trimmed || areaOf(trimmed) > areaOf(fine) / 2 || isPrint(trimmed)) return undefined;
  return withCoarse(trimmed);
}

const areaOf = ({ width, height }: Grey): number => width * height;

/** Most of it is of one tone: paper, or a screen. */
function isPrint({ tones }: Grey): boolean {
  const counts = new Uint32Array(64);
  for (const tone of tones) counts[tone >> 2] = (counts[tone >> 2] as number) + 1;
  return Math.max(...counts) > 0.7 * tones.length;
}
