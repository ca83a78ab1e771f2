import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import type { Font } from './page.ts';

const resolve = createRequire(import.meta.url).resolve;

/** DejaVu has every Kazakh letter; condensed, because names and domains are long. */
export const fontFiles: Readonly<Record<Font, string>> = {
  regular: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'),
  bold: resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'),
  mono: resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf'),
};

for (const [font, file] of Object.entries(fontFiles)) GlobalFonts.registerFromPath(file, `form-${font}`);

export const cssFont = (font: Font, size: number): string => `${size}px form-${font}`;

const ruler = createCanvas(1, 1).getContext('2d');

export function widthOf(text: string, font: Font, size: number): number {
  ruler.font = cssFont(font, size);
  return ruler.measureText(text).width;
}
