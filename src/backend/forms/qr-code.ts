import { create } from 'qrcode';
import type { BoxMark } from './page.ts';

/** ISO/IEC 18004, level M. One box per run of dark modules, so that no hairline shows between neighbours. */
export function qrCode(text: string, x: number, y: number, side: number): BoxMark[] {
  const { data, size } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const module = side / size;
  const boxes: BoxMark[] = [];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (!data[row * size + column]) continue;
      const start = column;
      while (column + 1 < size && data[row * size + column + 1]) column++;
      const width = (column + 1 - start) * module;
      boxes.push({ kind: 'box', x: x + start * module, y: y + row * module, width, height: module, colour: '#000000' });
    }
  }
  return boxes;
}
