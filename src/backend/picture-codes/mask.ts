import type { SKRSContext2D } from '@napi-rs/canvas';

/** How opaque each pixel is, 0 to 1, row by row. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly opacity: Float32Array;
}

export function maskOf(context: SKRSContext2D): Mask {
  const { width, height } = context.canvas;
  const { data } = context.getImageData(0, 0, width, height);
  const opacity = new Float32Array(width * height);
  for (let at = 0; at < opacity.length; at++) opacity[at] = (data[at * 4 + 3] ?? 0) / 255;
  return { width, height, opacity };
}
