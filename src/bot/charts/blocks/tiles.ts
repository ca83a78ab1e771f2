import { box, type Context, colourOf, INNER, ink, MARGIN, widthOf, write } from '../pen.ts';
import type { TilesBlock } from '../sheet.ts';

const PER_ROW = 3;
const HEIGHT = 140;
const SIZE = 56;
const GAP = 24;
const WIDTH = (INNER - (PER_ROW - 1) * GAP) / PER_ROW;

export const tiles = {
  height: ({ tiles: shown }: TilesBlock): number => Math.ceil(shown.length / PER_ROW) * (HEIGHT + GAP) - GAP,
  paint(context: Context, { tiles: shown }: TilesBlock, top: number): void {
    for (const [index, { label, value, tone }] of shown.entries()) {
      const x = MARGIN + (index % PER_ROW) * (WIDTH + GAP);
      const y = top + Math.floor(index / PER_ROW) * (HEIGHT + GAP);
      const room = WIDTH - 48;
      box(context, x, y, WIDTH, HEIGHT, ink.tile, 20);
      const size = Math.min(SIZE, (SIZE * room) / widthOf(context, value, { size: SIZE, bold: true }));
      write(context, value, x + 24, y + 52, { size, bold: true, room, ...(tone && { colour: colourOf(tone) }) });
      write(context, label, x + 24, y + 106, { size: 28, colour: ink.soft, room });
    }
  },
};
