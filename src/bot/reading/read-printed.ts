// Numbers printed as plain digits, somewhere in a picture, also upside down.
import type { Decoded } from './picture/decode.ts';
import { findLines, upsideDown } from './picture/find-zones.ts';
import { straighten } from './picture/straighten.ts';
import type { Recogniser } from './recognise.ts';

export interface PrintedNumber<Value> {
  readonly digits: number;
  /** How often as long as it is tall it may be at most. */
  readonly longest: number;
  find(text: string): Value | undefined;
}

/** Of lines in each direction: such a number is printed large. */
const MOST = 10;
/** Digits that may be missing from what is read once more. */
const MISSING = 2;

export async function readPrinted<Value>(
  { coarse, fine, scale }: Decoded,
  { digits, longest, find }: PrintedNumber<Value>,
  recogniser: Recogniser,
): Promise<Value | undefined> {
  const lines = findLines(coarse, { ratio: [10, longest], shortest: 0.1, most: MOST });
  for (const line of [...lines, ...upsideDown(lines)]) {
    const strip = straighten(fine, line, scale, { character: 30 });
    const text = await recogniser.row(strip, 'digits', 'raw');
    const isAlmost = text.replace(/\D/g, '').length >= digits - MISSING;
    const found = find(text) ?? (isAlmost ? find(await recogniser.row(strip, 'digits', 'line')) : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}
