// The usual ways of cleaning a picture before it is read by a program.

/** In jest's contexts a look-up of a global costs a microsecond, and these run for every pixel. */
const { abs, max, min } = Math;

export interface Grey {
  readonly width: number;
  readonly height: number;
  readonly tones: Uint8ClampedArray;
}
export type Cleaning = (grey: Grey) => Grey;

const changed = ({ width, height, tones }: Grey, tone: (x: number, y: number, at: number) => number): Grey => {
  const result = new Uint8ClampedArray(tones.length);
  for (let y = 0, at = 0; y < height; y++) for (let x = 0; x < width; x++, at++) result[at] = tone(x, y, at);
  return { width, height, tones: result };
};

/** Joins all tones of a square window two at a time, first along the rows and then along the columns. */
const overWindow =
  (radius: number, join: (a: number, b: number) => number): Cleaning =>
  (grey) => {
    const { width, height } = grey;
    const rows = changed(grey, (x, _y, at) => {
      const last = min(at + radius, at - x + width - 1);
      let joined = grey.tones[at] ?? 0;
      for (let near = max(at - radius, at - x); near <= last; near++) joined = join(joined, grey.tones[near] ?? 0);
      return joined;
    });
    return changed(rows, (x, y, at) => {
      const last = min(y + radius, height - 1) * width + x;
      let joined = rows.tones[at] ?? 0;
      for (let near = max(y - radius, 0) * width + x; near <= last; near += width)
        joined = join(joined, rows.tones[near] ?? 0);
      return joined;
    });
  };
const lightest = (radius: number) => overWindow(radius, max);
const darkest = (radius: number) => overWindow(radius, min);

const middle = (a: number, b: number, c: number) => max(min(a, b), min(max(a, b), c));
const medianAlong =
  (step: (grey: Grey) => number): Cleaning =>
  (grey) =>
    changed(grey, (_x, _y, at) => {
      const tone = grey.tones[at] ?? 0;
      return middle(grey.tones[at - step(grey)] ?? tone, tone, grey.tones[at + step(grey)] ?? tone);
    });
const acrossColumns = medianAlong(() => 1);
const acrossRows = medianAlong(({ width }) => width);
export const median: Cleaning = (grey) => acrossRows(acrossColumns(grey));

export const threshold: Cleaning = (grey) => {
  const limit = grey.tones.reduce((sum, tone) => sum + tone, 0) / grey.tones.length;
  return changed(grey, (_x, _y, at) => ((grey.tones[at] ?? 0) > limit ? 255 : 0));
};

export const invert: Cleaning = (grey) => changed(grey, (_x, _y, at) => 255 - (grey.tones[at] ?? 0));

/** Dark strokes thinner than seven pixels vanish. */
export const dropThinLines: Cleaning = (grey) => darkest(3)(lightest(3)(grey));

/** A dark line wherever light and dark meet: all that is left of a shape whose tones have changed places. */
export const edges: Cleaning = (grey) => {
  const light = lightest(1)(grey);
  const dark = darkest(1)(grey);
  return changed(grey, (_x, _y, at) => 255 - ((light.tones[at] ?? 0) - (dark.tones[at] ?? 0)));
};

/** Takes away from each column the tone it has above and below the writing, so that upright bands vanish. */
export const levelColumns: Cleaning = (grey) => {
  const { width, height, tones } = grey;
  const margin = 12;
  const usual = Array.from({ length: width }, (_, x) => {
    let sum = 0;
    for (let row = 0; row < margin; row++) {
      sum += (tones[row * width + x] ?? 0) + (tones[(height - 1 - row) * width + x] ?? 0);
    }
    return sum / (2 * margin);
  });
  return changed(grey, (x, _y, at) => 255 - abs((tones[at] ?? 0) - (usual[x] ?? 0)));
};

/** Twice as large, with tones in between. */
export const enlarge: Cleaning = ({ width, height, tones }) => {
  const larger = { width: 2 * width - 1, height: 2 * height - 1 };
  const empty = { ...larger, tones: new Uint8ClampedArray(larger.width * larger.height) };
  return changed(empty, (x, y) => {
    const at = (y >> 1) * width + (x >> 1);
    const right = x & 1;
    const below = (y & 1) * width;
    const upper = (tones[at] ?? 0) + (tones[at + right] ?? 0);
    return (upper + (tones[at + below] ?? 0) + (tones[at + below + right] ?? 0)) / 4;
  });
};
