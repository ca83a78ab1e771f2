import type { Grey } from './grey.ts';
import { integral } from './local-threshold.ts';
import type { Row } from './row.ts';

export interface Cut {
  /** How tall characters become, in pixels. */
  readonly character: number;
  /** How far around its place a tone is taken, in pixels of the strip: smooth letters from a noisy picture. */
  readonly reach?: number;
}

/** The strip around characters of 30. */
const STRIP = 56 / 30;
const CONTRAST = 55;

/** One row cut out along its middle line, upright, evenly lit. `scale`: pixels of `picture` to one of those the row was found in. */
export function straighten(picture: Grey, row: Row, scale: number, { character, reach }: Cut): Grey {
  const step = (row.height * scale) / character;
  const height = Math.round(character * STRIP);
  const width = Math.round((row.length * scale) / step + height);
  const [right, down] = [Math.cos(row.angle) * step, Math.sin(row.angle) * step];
  // Where the picture is finer than the strip, a point of it would be mostly noise.
  const off = step * (reach ?? (step < 1.4 ? 0 : 0.25));
  const tones = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [along, across] = [x - (width - 1) / 2, y - (height - 1) / 2];
      tones[y * width + x] = sample(
        picture,
        row.x * scale + along * right - across * down,
        row.y * scale + along * down + across * right,
        off,
      );
    }
  }
  return evenLight({ width, height, tones });
}

/** Places in a row of a card, and those of them with the dates. */
const PLACES = 30;
const DATES = 15;

/** Of a strip with a card's second row, the dates and right behind them the last digit. */
export function withoutFillers({ width, height, tones }: Grey): Grey {
  // Half the strip's height is left free at both ends; the last character leaves about two fifths of its place free.
  const pitch = (width - height) / (PLACES - 0.4);
  const dates = Math.round(height / 2 + (DATES - 0.2) * pitch);
  const last = Math.round(width - height / 2 - 0.85 * pitch);
  const shorter = dates + width - last;
  const cut = new Uint8Array(shorter * height);
  for (let y = 0; y < height; y++) {
    cut.set(tones.subarray(y * width, y * width + dates), y * shorter);
    cut.set(tones.subarray(y * width + last, (y + 1) * width), y * shorter + dates);
  }
  return { width: shorter, height, tones: cut };
}

/** The mean of four points around the place. */
function sample(picture: Grey, x: number, y: number, off: number): number {
  if (off === 0) return between(picture, x, y);
  return (
    (between(picture, x - off, y - off) +
      between(picture, x + off, y - off) +
      between(picture, x - off, y + off) +
      between(picture, x + off, y + off)) /
    4
  );
}

/** Between four pixels. */
function between({ width, height, tones }: Grey, x: number, y: number): number {
  const [inX, inY] = [Math.min(Math.max(x, 0), width - 1.001), Math.min(Math.max(y, 0), height - 1.001)];
  const [left, top] = [Math.floor(inX), Math.floor(inY)];
  const [right, down] = [inX - left, inY - top];
  const at = top * width + left;
  const tone = (index: number) => tones[index] as number;
  return (
    (tone(at) * (1 - right) + tone(at + 1) * right) * (1 - down) +
    (tone(at + width) * (1 - right) + tone(at + width + 1) * right) * down
  );
}

/** Every part with the same mean and contrast, so that shadow and glare vanish. */
function evenLight({ width, height, tones }: Grey): Grey {
  const [sums, squares] = [integral({ width, height, tones }), integral({ width, height, tones }, true)];
  const even = new Uint8Array(tones.length);
  const half = height * 0.75;
  for (let x = 0; x < width; x++) {
    const [left, right] = [Math.max(0, Math.round(x - half)), Math.min(width, Math.round(x + half))];
    const area = (right - left) * height;
    const of = (table: Float64Array) =>
      ((table[height * (width + 1) + right] as number) - (table[height * (width + 1) + left] as number)) / area;
    const mean = of(sums);
    const deviation = Math.max(4, Math.sqrt(Math.max(0, of(squares) - mean * mean)));
    for (let y = 0; y < height; y++) {
      const tone = 175 + (((tones[y * width + x] as number) - mean) / deviation) * CONTRAST;
      even[y * width + x] = Math.max(0, Math.min(255, tone));
    }
  }
  return { width, height, tones: even };
}
