import sharp from 'sharp';
import { MAX_PIXELS } from '../content.ts';
import type { Grey } from './grey.ts';

/** As fine as any print needs, and coarse enough to find it quickly. */
const FINE = 2000;
const COARSE = 1000;

sharp.cache(false);
sharp.concurrency(1);

export interface Decoded {
  readonly fine: Grey;
  readonly coarse: Grey;
  /** Pixels of the fine one to one of the coarse. */
  readonly scale: number;
}

/** Upright as the camera says. undefined for what is broken or cut off. */
export async function decode(bytes: Uint8Array): Promise<Decoded | undefined> {
  const fine = await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'truncated' })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .greyscale()
    .resize({ width: FINE, height: FINE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
    .then(toGrey, () => undefined);
  return fine && withCoarse(fine);
}

export async function withCoarse(fine: Grey): Promise<Decoded> {
  const coarse = await sharp(fine.tones, { raw: { width: fine.width, height: fine.height, channels: 1 } })
    .resize({ width: COARSE, height: COARSE, fit: 'inside' })
    .blur(0.8)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
    .then(toGrey);
  return { fine, coarse, scale: fine.width / coarse.width };
}

export const toGrey = ({ data, info }: { data: Buffer; info: { width: number; height: number } }): Grey => ({
  width: info.width,
  height: info.height,
  tones: data,
});
