import type { Mask } from './mask.ts';
import { between, type Random } from './random.ts';

const { floor, max, min } = Math;

/** Moves every point along two sine waves, one per direction, so that no line of writing stays straight. */
export function bend({ width, height, opacity }: Mask, random: Random): Mask {
  const shiftX = wave(random, height, between(random, 2, 4), between(random, 80, 130));
  const shiftY = wave(random, width, between(random, 4, 8), between(random, 130, 220));
  const bent = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fromX = min(max(x + (shiftX[y] ?? 0), 0), width - 1.001);
      const fromY = min(max(y + (shiftY[x] ?? 0), 0), height - 1.001);
      bent[y * width + x] = bilinear(opacity, width, fromX, fromY);
    }
  }
  return { width, height, opacity: bent };
}

function wave(random: Random, size: number, amplitude: number, length: number): Float32Array {
  const start = random() * 2 * Math.PI;
  return Float32Array.from({ length: size }, (_, at) => amplitude * Math.sin((2 * Math.PI * at) / length + start));
}

/** Between the four pixels around a point inside the picture. Runs for every pixel, hence plain arithmetic. */
function bilinear(opacity: Float32Array, width: number, x: number, y: number): number {
  const at = floor(y) * width + floor(x);
  const u = x - floor(x);
  const v = y - floor(y);
  const above = (opacity[at] ?? 0) * (1 - u) + (opacity[at + 1] ?? 0) * u;
  const below = (opacity[at + width] ?? 0) * (1 - u) + (opacity[at + width + 1] ?? 0) * u;
  return above * (1 - v) + below * v;
}
