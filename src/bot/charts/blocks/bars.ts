import { box, type Context, colourOf, INNER, ink, MARGIN, widthOf, write } from '../pen.ts';
import type { Bar, BarsBlock } from '../sheet.ts';

const ROW = 96;
const THICKNESS = 36;

/** The name above its bar, so that a long one has the whole width; the number at the bar's end. */
export const bars = {
  height: ({ bars: shown }: BarsBlock): number => Math.max(1, shown.length) * ROW,
  paint(context: Context, { bars: shown }: BarsBlock, top: number): void {
    const most = Math.max(1, ...shown.map(({ value }) => value));
    const numbers = Math.max(0, ...shown.map((bar) => widthOf(context, numberOf(bar), { size: 34, bold: true })));
    const room = INNER - numbers - 24;
    for (const [index, bar] of shown.entries()) {
      const y = top + index * ROW;
      const length = (room * bar.value) / most;
      write(context, bar.label, MARGIN, y + 20, { size: 32, colour: ink.soft, room: INNER });
      box(context, MARGIN, y + 44, room, THICKNESS, ink.tile);
      box(context, MARGIN, y + 44, bar.value > 0 ? Math.max(6, length) : 0, THICKNESS, colourOf(bar.tone));
      write(context, numberOf(bar), MARGIN + INNER, y + 44 + THICKNESS / 2, { size: 34, bold: true, align: 'right' });
    }
  },
};

const numberOf = ({ value, note }: Bar): string => (note ? `${value} · ${note}` : String(value));
