import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
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

/** One for each font and size that a form is set in: to change the font of one costs more than to measure with it. */
const rulers = new Map<string, SKRSContext2D>();

export const widthOf = (text: string, font: Font, size: number): number =>
  rulerOf(cssFont(font, size)).measureText(text).width;

function rulerOf(font: string): SKRSContext2D {
  const ruler = rulers.get(font) ?? createCanvas(1, 1).getContext('2d');
  if (!rulers.has(font)) ruler.font = font;
  rulers.set(font, ruler);
  return ruler;
}
