// A flat thing seen from aside.

/** Taken once: in a test every look at a global costs, and there are millions. */
const { abs, floor } = Math;

export type Point = readonly [number, number];

/** Pixels of four bytes each, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Lays the paper's corners on four points of the scene: every pixel of the scene looks up where on the paper it lies. */
export function lay(paper: Pixels, scene: Pixels, corners: readonly Point[]): void {
  const { width: wide, height: tall, data: source } = paper;
  const { width, height, data } = scene;
  const place = new Float64Array(2);
  const look = projection(corners, [
    [0, 0],
    [wide, 0],
    [wide, tall],
    [0, tall],
  ]);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      look(x, y, place);
      const [u, v] = [place[0] as number, place[1] as number];
      if (u < 0 || v < 0 || u >= wide - 1 || v >= tall - 1) continue;
      const [left, top] = [floor(u), floor(v)];
      mix(source, (top * wide + left) * 4, wide * 4, u - left, v - top, data, (y * width + x) * 4);
    }
  }
}

/** Between four pixels. */
function mix(
  source: Uint8ClampedArray,
  at: number,
  row: number,
  across: number,
  down: number,
  scene: Uint8ClampedArray,
  to: number,
): void {
  for (let channel = 0; channel < 3; channel++) {
    const first = at + channel;
    const upper = (source[first] as number) * (1 - across) + (source[first + 4] as number) * across;
    const lower = (source[first + row] as number) * (1 - across) + (source[first + row + 4] as number) * across;
    scene[to + channel] = upper * (1 - down) + lower * down;
  }
}

/** The perspective that takes four points to four others. */
function projection(from: readonly Point[], to: readonly Point[]): (x: number, y: number, place: Float64Array) => void {
  const rows: number[][] = [];
  from.forEach(([x, y], at) => {
    const [u, v] = to[at] as Point;
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  });
  const [a, b, c, d, e, f, g, h] = solve(rows) as [number, number, number, number, number, number, number, number];
  return (x, y, place) => {
    const depth = g * x + h * y + 1;
    place[0] = (a * x + b * y + c) / depth;
    place[1] = (d * x + e * y + f) / depth;
  };
}

/** Gauss and Jordan, with pivots. */
function solve(rows: number[][]): number[] {
  rows.forEach((_, column) => {
    const pivot = rows.reduce(
      (best, row, at) => (at >= column && abs(row[column] ?? 0) > abs(rows[best]?.[column] ?? 0) ? at : best),
      column,
    );
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    const own = rows[column] as number[];
    const scale = own[column] as number;
    own.forEach((value, at) => {
      own[at] = value / scale;
    });
    rows.forEach((row, at) => {
      const factor = row[column] ?? 0;
      if (at === column || factor === 0) return;
      row.forEach((value, index) => {
        row[index] = value - factor * (own[index] ?? 0);
      });
    });
  });
  return rows.map((row) => row.at(-1) as number);
}
