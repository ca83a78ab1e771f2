// Rows of print that run in a given direction: ink joined along it over the gaps between characters, never across it.
import { bridgeGaps } from './bridge-gaps.ts';
import type { Row } from './row.ts';

/** Stains and single characters are no rows. */
const MIN_INK = 60;

export interface Search {
  readonly direction: number;
  /** Between the characters of a row at most, in pixels. */
  readonly gap: number;
  /** Rows that are wanted, as a part of the picture's long side. */
  readonly shortest: number;
  /** How tall they may be at most, as a part of their length. */
  readonly thickest: number;
}

export function findRows(
  ink: Uint8Array,
  width: number,
  height: number,
  { direction, gap, shortest, thickest }: Search,
): Row[] {
  const turned = turn(ink, width, height, direction);
  const stripes = joinAlong(turned, gap).map(measure);
  const rows = bridgeGaps(
    stripes.filter(({ height: tall, length }) => tall >= 5 && tall <= 60 && length > 2 * tall),
  ).filter(({ length, height: tall }) => length > shortest * Math.max(width, height) && tall < length * thickest);
  const [right, down] = [Math.cos(direction), Math.sin(direction)];
  return rows.map((row) => {
    const [dx, dy] = [row.x - turned.width / 2, row.y - turned.height / 2];
    return {
      ...row,
      x: width / 2 + dx * right - dy * down,
      y: height / 2 + dx * down + dy * right,
      angle: row.angle + direction,
    };
  });
}

interface Mask {
  readonly width: number;
  readonly height: number;
  readonly ink: Uint8Array;
}

/** The ink seen so that the direction is level. */
function turn(ink: Uint8Array, width: number, height: number, direction: number): Mask {
  const [right, down] = [Math.cos(direction), Math.sin(direction)];
  const wide = Math.ceil(width * Math.abs(right) + height * Math.abs(down));
  const tall = Math.ceil(width * Math.abs(down) + height * Math.abs(right));
  const turned = new Uint8Array(wide * tall);
  for (let y = 0; y < tall; y++) {
    const dy = y - tall / 2;
    for (let x = 0; x < wide; x++) {
      const dx = x - wide / 2;
      const [fromX, fromY] = [
        Math.round(width / 2 + dx * right - dy * down),
        Math.round(height / 2 + dx * down + dy * right),
      ];
      if (fromX < 0 || fromY < 0 || fromX >= width || fromY >= height) continue;
      turned[y * wide + x] = ink[fromY * width + fromX] as number;
    }
  }
  return { width: wide, height: tall, ink: turned };
}

/** Runs of ink with short gaps, joined with those that they touch in the line above. */
function joinAlong({ width, height, ink }: Mask, gap: number): Run[][] {
  const parents: number[] = [];
  const runs: Run[] = [];
  const root = (of: number): number => {
    let at = of;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at] as number] as number;
      at = parents[at] as number;
    }
    return at;
  };
  let above: [number, number] = [0, 0];
  for (let y = 0; y < height; y++) {
    const first = runs.length;
    for (const run of runsOf(ink, width, y, gap)) {
      parents.push(runs.length);
      runs.push(run);
    }
    let other = above[0];
    for (let at = first; at < runs.length; at++) {
      const { from, to } = runs[at] as Run;
      while (other < above[1] && (runs[other] as Run).to < from) other++;
      for (let touching = other; touching < above[1] && (runs[touching] as Run).from <= to; touching++) {
        parents[root(touching)] = root(at);
      }
    }
    above = [first, runs.length];
  }
  const groups = new Map<number, Run[]>();
  runs.forEach((run, at) => {
    const key = root(at);
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  });
  return [...groups.values()].filter((group) => group.reduce((sum, { ink: count }) => sum + count, 0) >= MIN_INK);
}

interface Run {
  readonly y: number;
  readonly from: number;
  readonly to: number;
  /** Pixels of ink in it, and the sum of their places. */
  readonly ink: number;
  readonly sum: number;
}

function runsOf(ink: Uint8Array, width: number, y: number, gap: number): Run[] {
  const runs: Run[] = [];
  let [from, to, count, sum] = [-1, -1, 0, 0];
  for (let x = 0; x < width; x++) {
    if (!ink[y * width + x]) continue;
    if (from >= 0 && x - to > gap) {
      runs.push({ y, from, to, ink: count, sum });
      [from, count, sum] = [-1, 0, 0];
    }
    if (from < 0) from = x;
    to = x;
    count += 1;
    sum += x;
  }
  if (from >= 0) runs.push({ y, from, to, ink: count, sum });
  return runs;
}

/** The line through the ink, and how far it lies around it. Runs are short enough for their middles to stand for them. */
function measure(runs: readonly Run[]): Row {
  let [count, sumX, sumY] = [0, 0, 0];
  let [left, right] = [Number.POSITIVE_INFINITY, 0];
  for (const { y, from, to, ink, sum } of runs) {
    count += ink;
    sumX += sum;
    sumY += y * ink;
    left = Math.min(left, from);
    right = Math.max(right, to);
  }
  const [x, y] = [sumX / count, sumY / count];
  let [xx, xy] = [1e-6, 0];
  for (const run of runs) {
    const dx = run.sum / run.ink - x;
    const spread = (run.to - run.from) ** 2 / 12;
    xx += run.ink * (dx * dx + spread);
    xy += run.ink * dx * (run.y - y);
  }
  const slope = Math.max(-0.2, Math.min(0.2, xy / xx));
  const off = runs.map((run) => ({ ink: run.ink, at: run.y - y - slope * (run.sum / run.ink - x) }));
  off.sort((one, other) => one.at - other.at);
  const [top, bottom] = [quantile(off, count * 0.02), quantile(off, count * 0.98)];
  const middle = (left + right) / 2;
  return {
    x: middle,
    y: y + slope * (middle - x) + (top + bottom) / 2,
    angle: Math.atan(slope),
    length: right - left + 1,
    height: bottom - top + 1,
  };
}

function quantile(sorted: readonly { readonly ink: number; readonly at: number }[], wanted: number): number {
  let seen = 0;
  for (const { ink, at } of sorted) {
    seen += ink;
    if (seen >= wanted) return at;
  }
  return sorted.at(-1)?.at ?? 0;
}
