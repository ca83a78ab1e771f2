import { createCanvas } from '@napi-rs/canvas';
import { cssFont } from './fonts.ts';
import { PAGE_HEIGHT, PAGE_WIDTH, type Page } from './page.ts';

/** 150 dots per inch: small print stays readable after a messenger has compressed it. */
const SCALE = 150 / 72;

/** Paints one page as a PNG of 1240 x 1754; the encoding runs off the event loop. */
export async function paintPicture(page: Page): Promise<Uint8Array> {
  const canvas = createCanvas(Math.round(PAGE_WIDTH * SCALE), Math.round(PAGE_HEIGHT * SCALE));
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(SCALE, SCALE);
  for (const mark of page) {
    context.fillStyle = mark.colour;
    if (mark.kind === 'box') {
      context.fillRect(mark.x, mark.y, mark.width, mark.height);
      continue;
    }
    context.font = cssFont(mark.font, mark.size);
    mark.lines.forEach((line, index) => {
      context.fillText(line, mark.x, mark.baseline + index * mark.leading);
    });
  }
  return canvas.encode('png');
}
