import type { Grey } from './grey.ts';

/** How much darker than its surroundings ink is, at least: a part of their tone, and tones. */
const DARKER = 0.12;
const DARKER_TONES = 5;
/** And more than the sensor's noise. */
const DARKER_NOISES = 2.2;

/** Where ink is: 1 for what is darker than the mean of the `window` around it, so that shadows are no ink. */
export function findInk({ width, height, tones }: Grey, window: number): Uint8Array {
  const sums = integral({ width, height, tones });
  const least = Math.max(DARKER_TONES, DARKER_NOISES * noiseOf(tones));
  const ink = new Uint8Array(width * height);
  const half = window >> 1;
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.max(0, y - half), Math.min(height, y + half + 1)];
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(0, x - half), Math.min(width, x + half + 1)];
      const sum =
        at(sums, bottom * (width + 1) + right) -
        at(sums, top * (width + 1) + right) -
        at(sums, bottom * (width + 1) + left) +
        at(sums, top * (width + 1) + left);
      const mean = sum / ((bottom - top) * (right - left));
      if (at(tones, y * width + x) < mean - Math.max(least, mean * DARKER)) ink[y * width + x] = 1;
    }
  }
  return ink;
}

/** The median difference of neighbours: most pixels lie on plain ground, where only noise tells them apart. */
function noiseOf(tones: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (let index = 7; index < tones.length; index += 7) {
    const difference = Math.abs(at(tones, index) - at(tones, index - 1));
    counts[difference] = (counts[difference] as number) + 1;
  }
  let [seen, median] = [0, 0];
  while (seen < tones.length / 14) seen += counts[median++] as number;
  return median;
}

/** Sums of everything above and to the left, with a row and a column of zeros before the first. */
export function integral({ width, height, tones }: Grey, square = false): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      const tone = at(tones, y * width + x);
      row += square ? tone * tone : tone;
      sums[(y + 1) * (width + 1) + x + 1] = at(sums, y * (width + 1) + x + 1) + row;
    }
  }
  return sums;
}

const at = (values: Float64Array | Uint8Array, index: number): number => values[index] as number;
