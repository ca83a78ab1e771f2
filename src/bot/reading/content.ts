// What a file is by its first bytes: its name and what the sender calls it are not looked at.
import type { UnreadReason } from '../conversation/reading.ts';
import { type Dimensions, jpegDimensions, pngDimensions, webpDimensions } from './dimensions.ts';

export const MAX_BYTES = 20 * 1024 * 1024;
/** More than any phone takes; a picture that claims more is refused before a single pixel is unpacked. */
export const MAX_PIXELS = 50_000_000;

export type Content = { readonly value: 'picture' | 'pdf' } | { readonly because: UnreadReason };

const ascii = (bytes: Uint8Array, from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1');
const startsWith = (bytes: Uint8Array, ...start: readonly number[]) => start.every((byte, at) => bytes[at] === byte);

export function lookAtContent(bytes: Uint8Array): Content {
  if (bytes.length === 0) return { because: 'empty' };
  if (bytes.length > MAX_BYTES) return { because: 'too-large' };
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return picture(jpegDimensions(bytes));
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return picture(pngDimensions(bytes));
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return picture(webpDimensions(bytes));
  if (ascii(bytes, 0, 1024).includes('%PDF-')) return { value: 'pdf' };
  return { because: otherKind(bytes) };
}

function picture(dimensions: Dimensions | undefined): Content {
  if (!dimensions || dimensions.width < 1 || dimensions.height < 1) return { because: 'damaged' };
  return dimensions.width * dimensions.height > MAX_PIXELS ? { because: 'too-many-pixels' } : { value: 'picture' };
}

/** ISO/IEC 14496-12: the brand of a file that is built of boxes. */
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1', 'avif'];

function otherKind(bytes: Uint8Array): UnreadReason {
  if (ascii(bytes, 4, 8) === 'ftyp') return HEIC_BRANDS.includes(ascii(bytes, 8, 12)) ? 'heic' : 'video';
  if (startsWith(bytes, 0x1a, 0x45, 0xdf, 0xa3) || ascii(bytes, 8, 12) === 'AVI ') return 'video';
  const isZip = startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0x50, 0x4b, 0x05, 0x06);
  if (
    isZip ||
    ascii(bytes, 0, 6) === '7z\xbc\xaf\x27\x1c' ||
    ascii(bytes, 0, 4) === 'Rar!' ||
    startsWith(bytes, 0x1f, 0x8b)
  ) {
    return 'archive';
  }
  return /<svg[\s>]/i.test(ascii(bytes, 0, 4096)) ? 'svg' : 'not-a-picture';
}
