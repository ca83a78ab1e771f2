import type { Row } from './row.ts';

/** Parts of one row that glare or a fold has cut become one again. */
export function bridgeGaps(parts: readonly Row[]): Row[] {
  const rows: Row[] = [];
  for (const part of [...parts].sort((one, other) => one.x - one.length / 2 - (other.x - other.length / 2))) {
    const at = rows.findIndex((row) => continues(row, part));
    if (at < 0) rows.push(part);
    else rows[at] = joined(rows[at] as Row, part);
  }
  return rows;
}

function continues(row: Row, part: Row): boolean {
  const tall = Math.max(row.height, part.height);
  const gap = part.x - part.length / 2 - (row.x + row.length / 2);
  const longer = row.length > part.length ? row : part;
  const other = longer === row ? part : row;
  const expected = longer.y + Math.tan(longer.angle) * (other.x - longer.x);
  return (
    gap > -tall &&
    gap < 7 * tall &&
    Math.abs(expected - other.y) < tall * 0.5 &&
    Math.min(row.height, part.height) > tall * 0.5
  );
}

function joined(row: Row, part: Row): Row {
  const [left, right] = [
    Math.min(row.x - row.length / 2, part.x - part.length / 2),
    Math.max(row.x + row.length / 2, part.x + part.length / 2),
  ];
  const slope = (part.y - row.y) / Math.max(1, part.x - row.x);
  const longer = row.length > part.length ? row : part;
  const angle = Math.min(row.length, part.length) > 4 * longer.height ? Math.atan(slope) : longer.angle;
  const x = (left + right) / 2;
  return { x, y: longer.y + Math.tan(angle) * (x - longer.x), angle, length: right - left, height: longer.height };
}
