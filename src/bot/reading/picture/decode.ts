import sharp, { type Sharp } from 'sharp';
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
  const picture = sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'truncated' })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .greyscale()
    .resize({ width: FINE, height: FINE, fit: 'inside', withoutEnlargement: true });
  const fine = await toGrey(picture).catch(() => undefined);
  return fine && withCoarse(fine);
}

export async function withCoarse(fine: Grey): Promise<Decoded> {
  const coarse = await reshape(fine, (picture) =>
    picture.resize({ width: COARSE, height: COARSE, fit: 'inside' }).blur(0.8),
  );
  return { fine, coarse, scale: fine.width / coarse.width };
}

/** Rejects where sharp finds nothing left of it. */
export const reshape = ({ width, height, tones }: Grey, change: (picture: Sharp) => Sharp): Promise<Grey> =>
  toGrey(change(sharp(tones, { raw: { width, height, channels: 1 } })));

async function toGrey(picture: Sharp): Promise<Grey> {
  const { data, info } = await picture.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, tones: data };
}
