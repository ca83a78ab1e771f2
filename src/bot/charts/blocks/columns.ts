import { box, type Context, colourOf, INNER, ink, MARGIN, widthOf, write } from '../pen.ts';
import type { ColumnsBlock } from '../sheet.ts';

const PLOT = 300;
const LABELS = 56;
const LEGEND_ROW = 48;
const LEGEND_COLUMNS = 3;
const TOP_ROOM = 44;

type Entry = ColumnsBlock['series'][number];

/** The sum stands on each column; series without any value are left out of the legend. */
export const columns = {
  height: (block: ColumnsBlock): number => TOP_ROOM + PLOT + LABELS + legendRows(block).length * LEGEND_ROW,
  paint(context: Context, block: ColumnsBlock, top: number): void {
    const { series, columns: shown } = block;
    const ground = top + TOP_ROOM + PLOT;
    const pitch = INNER / Math.max(1, shown.length);
    const width = Math.min(88, pitch * 0.72);
    const most = Math.max(1, ...shown.map(({ values }) => sum(values)));
    const every = Math.ceil((labelRoom(context, shown) + 12) / pitch);
    box(context, MARGIN, ground, INNER, 3, ink.line, 0);
    for (const [index, { label, values }] of shown.entries()) {
      const middle = MARGIN + pitch * (index + 0.5);
      let y = ground;
      for (const [at, value] of values.entries()) {
        const height = (PLOT * value) / most;
        y -= height;
        box(context, middle - width / 2, y, width, height, colourOf(series[at]?.tone), 4);
      }
      const total = sum(values);
      if (total > 0)
        write(context, String(total), middle, y - 22, { size: sizeOf(total, pitch), bold: true, align: 'center' });
      // The newest day always has its label.
      if ((shown.length - 1 - index) % every === 0)
        write(context, label, middle, ground + 32, { size: 28, colour: ink.soft, align: 'center' });
    }
    paintLegend(context, block, ground + LABELS);
  },
};

function paintLegend(context: Context, block: ColumnsBlock, top: number): void {
  for (const [row, entries] of legendRows(block).entries()) {
    for (const [at, { label, tone }] of entries.entries()) {
      const x = MARGIN + at * (INNER / LEGEND_COLUMNS);
      const y = top + row * LEGEND_ROW + LEGEND_ROW / 2;
      box(context, x, y - 14, 28, 28, colourOf(tone), 6);
      write(context, label, x + 44, y, { size: 28, colour: ink.soft, room: INNER / LEGEND_COLUMNS - 52 });
    }
  }
}

function legendRows({ series, columns: shown }: ColumnsBlock): readonly (readonly Entry[])[] {
  const used = series.filter((_, at) => shown.some(({ values }) => (values[at] ?? 0) > 0));
  return Array.from({ length: Math.ceil(used.length / LEGEND_COLUMNS) }, (_, row) =>
    used.slice(row * LEGEND_COLUMNS, (row + 1) * LEGEND_COLUMNS),
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const sizeOf = (total: number, pitch: number): number =>
  Math.max(20, Math.min(30, (pitch * 1.5) / String(total).length));
const labelRoom = (context: Context, shown: ColumnsBlock['columns']): number =>
  Math.max(0, ...shown.map(({ label }) => widthOf(context, label, { size: 28 })));
