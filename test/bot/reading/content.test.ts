import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import sharp from 'sharp';
import { lookAtContent, MAX_BYTES } from '../../../src/bot/reading/content.ts';

const picture = sharp({ create: { width: 640, height: 480, channels: 3, background: '#8899aa' } });
const jpeg = await picture.clone().jpeg().toBuffer();
const progressive = await picture.clone().jpeg({ progressive: true }).toBuffer();
const png = await picture.clone().png().toBuffer();
const webps = await Promise.all([{ quality: 80 }, { lossless: true }].map((as) => picture.clone().webp(as).toBuffer()));
const extended = await picture.clone().ensureAlpha(0.5).webp().toBuffer();

const bytes = (...parts: readonly (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));

/** The same picture, which says of itself that it is 10,000 by 10,000. */
function claiming(original: Buffer, ...places: readonly (readonly [at: number, value: number[]])[]): Buffer {
  const changed = Buffer.from(original);
  for (const [at, value] of places) changed.set(value, at);
  return changed;
}
const sof = jpeg.indexOf(Buffer.from([0xff, 0xc0]));

describe('what a file is, whatever it is called', () => {
  it.each([
    ['a JPEG', jpeg],
    ['a progressive JPEG', progressive],
    ['a PNG', png],
    ['a lossy WebP', webps[0]],
    ['a lossless WebP', webps[1]],
    ['a WebP with transparency', extended],
  ])('%s is a picture', (_, file) => {
    expect(lookAtContent(file as Buffer)).toEqual({ value: 'picture' });
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['more than 20 MB', Buffer.concat([jpeg, Buffer.alloc(MAX_BYTES)]), 'too-large'],
    ['a photo of an iPhone', bytes([0, 0, 0, 24], 'ftypheic', [0, 0, 0, 0], 'mif1heic'), 'heic'],
    ['a film', bytes([0, 0, 0, 24], 'ftypisom', [0, 0, 2, 0], 'isomiso2'), 'video'],
    ['a WebM film, as video stickers are', bytes([0x1a, 0x45, 0xdf, 0xa3, 0x9f]), 'video'],
    ['an SVG', bytes('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'), 'svg'],
    ['a zip', bytes('PK', [3, 4], 'whatever'), 'archive'],
    ['an animated sticker, which is gzip', bytes([0x1f, 0x8b, 8, 0]), 'archive'],
    ['a GIF', bytes('GIF89a'), 'not-a-picture'],
    ['a text', bytes('900101390002'), 'not-a-picture'],
    ['half a JPEG header', jpeg.subarray(0, sof + 3), 'damaged'],
    ['half a PNG header', png.subarray(0, 20), 'damaged'],
    ['half a WebP header', webps[0]?.subarray(0, 20), 'damaged'],
    ['a JPEG of 100 megapixels', claiming(jpeg, [sof + 5, [0x27, 0x10, 0x27, 0x10]]), 'too-many-pixels'],
    ['a PNG of 100 megapixels', claiming(png, [16, [0, 0, 0x27, 0x10, 0, 0, 0x27, 0x10]]), 'too-many-pixels'],
    ['a WebP of 100 megapixels', claiming(extended, [24, [0x0f, 0x27, 0, 0x0f, 0x27, 0]]), 'too-many-pixels'],
  ])('%s is none', (_, file, because) => {
    expect(lookAtContent(file as Buffer)).toEqual({ because });
  });

  it('is a PDF also behind some stray bytes', () => {
    expect(lookAtContent(bytes('\r\n%PDF-1.7\n'))).toEqual({ value: 'pdf' });
  });

  it('never throws, whatever comes after a known beginning', () => {
    const beginning = fc.constantFrom(jpeg.subarray(0, 20), png.subarray(0, 16), extended.subarray(0, 20));
    fc.assert(
      fc.property(beginning, fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        expect(lookAtContent(Buffer.concat([start, rest]))).toBeDefined();
      }),
    );
  });
});
