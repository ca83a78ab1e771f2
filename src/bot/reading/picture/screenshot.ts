import type { Grey } from './grey.ts';

/** Drawn, not photographed: most neighbouring pixels are the very same, which no camera's sensor gives. */
export function isScreenshot({ width, height, tones }: Grey): boolean {
  let [same, seen] = [0, 0];
  for (let y = 0; y < height; y += 2) {
    for (let x = 1; x < width; x++) {
      seen += 1;
      if (tones[y * width + x] === tones[y * width + x - 1]) same += 1;
    }
  }
  return same > seen * 0.75;
}
