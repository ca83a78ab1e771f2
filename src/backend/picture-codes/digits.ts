import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import { type Mask, maskOf } from './mask.ts';
import { between, pick, type Random } from './random.ts';

const fonts = ['DejaVuSans-Bold', 'DejaVuSerif-Bold', 'DejaVuSansMono-Bold', 'DejaVuSansCondensed-Bold'];
const fontFile = createRequire(import.meta.url).resolve;
for (const font of fonts) GlobalFonts.registerFromPath(fontFile(`dejavu-fonts-ttf/ttf/${font}.ttf`), font);

const MARGIN = 56;

/** Each digit in its own font, size, slant, turn and height; where neighbours overlap, they change places too. */
export function drawDigits(text: string, width: number, height: number, random: Random): Mask {
  const context = createCanvas(width, height).getContext('2d');
  context.globalCompositeOperation = 'xor';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const step = (width - 2 * MARGIN) / (text.length - 1);
  [...text].forEach((digit, index) => {
    context.save();
    context.translate(MARGIN + step * index + between(random, -3, 3), height / 2 + between(random, -13, 13));
    context.rotate(between(random, -0.25, 0.25));
    context.transform(1, 0, between(random, -0.15, 0.15), 1, 0, 0);
    context.font = `${between(random, 110, 128)}px ${pick(random, fonts)}`;
    context.fillText(digit, 0, 0);
    context.restore();
  });
  return maskOf(context);
}
