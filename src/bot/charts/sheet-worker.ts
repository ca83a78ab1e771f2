import { createCanvas } from '@napi-rs/canvas';
import { bars } from './blocks/bars.ts';
import { columns } from './blocks/columns.ts';
import { funnel } from './blocks/funnel.ts';
import { tiles } from './blocks/tiles.ts';
import { type Context, INNER, ink, MARGIN, WIDTH, write } from './pen.ts';
import type { Block, Sheet } from './sheet.ts';

const TITLE_HEIGHT = 76;
const SUBTITLE_HEIGHT = 52;
const HEADING_HEIGHT = 72;
const GAP = 40;

/** The picture as PNG. Called in the thread; the encoding would not need one, the layout does. */
export async function paintSheet(sheet: Sheet): Promise<Uint8Array> {
  const painted = sheet.blocks.map(painterOf);
  const head = TITLE_HEIGHT + (sheet.subtitle ? SUBTITLE_HEIGHT : 0);
  const height = painted.reduce((sum, block) => sum + GAP + block.height, MARGIN + head) + MARGIN;
  const canvas = createCanvas(WIDTH, Math.ceil(height));
  const context = canvas.getContext('2d');
  context.fillStyle = ink.ground;
  context.fillRect(0, 0, WIDTH, canvas.height);
  write(context, sheet.title, MARGIN, MARGIN + TITLE_HEIGHT / 2, { size: 54, bold: true, room: INNER });
  if (sheet.subtitle) {
    const middle = MARGIN + TITLE_HEIGHT + SUBTITLE_HEIGHT / 2;
    write(context, sheet.subtitle, MARGIN, middle, { size: 34, colour: ink.soft, room: INNER });
  }
  let y = MARGIN + head;
  for (const block of painted) {
    y += GAP;
    block.paint(context, y);
    y += block.height;
  }
  return canvas.encode('png');
}

interface Painter {
  readonly height: number;
  paint(context: Context, top: number): void;
}

function painterOf(block: Block): Painter {
  switch (block.kind) {
    case 'tiles':
      return { height: tiles.height(block), paint: (context, top) => tiles.paint(context, block, top) };
    case 'bars':
      return headed(block.title, bars.height(block), (context, top) => bars.paint(context, block, top));
    case 'columns':
      return headed(block.title, columns.height(block), (context, top) => columns.paint(context, block, top));
    case 'funnel':
      return headed(block.title, funnel.height(block), (context, top) => funnel.paint(context, block, top));
  }
}

const headed = (title: string, height: number, paint: Painter['paint']): Painter => ({
  height: HEADING_HEIGHT + height,
  paint(context, top) {
    write(context, title, MARGIN, top + HEADING_HEIGHT / 2 - 8, { size: 40, bold: true, room: INNER });
    paint(context, top + HEADING_HEIGHT);
  },
});
