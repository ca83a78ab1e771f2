import { box, type Context, colourOf, INNER, ink, MARGIN, write } from '../pen.ts';
import type { FunnelBlock } from '../sheet.ts';

const ROW = 58;
const THICKNESS = 44;
const LABEL_ROOM = 330;
const NUMBER_ROOM = 220;
const BAR_ROOM = INNER - LABEL_ROOM - NUMBER_ROOM;

/** Names on the left, bars from their middle, numbers on the right: the loss is what the eye sees. */
export const funnel = {
  height: ({ stages }: FunnelBlock): number => Math.max(1, stages.length) * ROW,
  paint(context: Context, { stages }: FunnelBlock, top: number): void {
    const most = Math.max(1, ...stages.map(({ value }) => value));
    for (const [index, { label, value, note }] of stages.entries()) {
      const middle = top + index * ROW + ROW / 2;
      const width = (BAR_ROOM * value) / most;
      const left = MARGIN + LABEL_ROOM + (BAR_ROOM - width) / 2;
      write(context, label, MARGIN, middle, { size: 32, room: LABEL_ROOM - 20 });
      box(context, left, middle - THICKNESS / 2, width, THICKNESS, colourOf('blue'), 10);
      write(context, String(value), MARGIN + INNER - 120, middle, { size: 34, bold: true, align: 'right' });
      if (note) write(context, note, MARGIN + INNER, middle, { size: 30, colour: ink.soft, align: 'right', room: 110 });
    }
  },
};
