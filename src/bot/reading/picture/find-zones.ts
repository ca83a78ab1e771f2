// Where a machine-readable zone may be: two or three rows of one length, right below one another.

import { findDirections } from './directions.ts';
import { dropShapes } from './drop-shapes.ts';
import { findRows } from './find-rows.ts';
import type { Grey } from './grey.ts';
import { findInk } from './local-threshold.ts';
import type { Row } from './row.ts';

/** From the upper row down, as the picture lies; upside down they are the other way round. */
export type ZonePlace = readonly Row[];

const WINDOW = 35;
/** Each with the one across it. */
const DIRECTIONS = 3;
/** Gaps between the characters of small and large zones, in pixels of a picture of 1,000. */
const GAPS = [14, 22];

export function findZones(picture: Grey): ZonePlace[] {
  const { width, height } = picture;
  const ink = inkOf(picture);
  const places: ZonePlace[] = [];
  for (const direction of findDirections(ink, width, height, DIRECTIONS)) {
    for (const gap of GAPS)
      places.push(...stack(findRows(ink, width, height, { direction, gap, shortest: 0.25, thickest: 0.1 })));
    // Three rows of one length across much of the picture are hardly anything else.
    if (places.some((place) => place.length === 3 && weight(place) > 0.5 * Math.max(width, height))) break;
  }
  return distinct(places.sort((one, other) => weight(other) - weight(one)));
}

function inkOf(picture: Grey): Uint8Array {
  const ink = findInk(picture, WINDOW);
  dropShapes(ink, picture.width);
  return ink;
}

export interface LineSearch {
  /** How often as long as it is tall a row may be at least and at most. */
  readonly ratio: readonly [from: number, to: number];
  /** As a part of the picture's long side. */
  readonly shortest: number;
  /** In each direction, the tallest first. */
  readonly most: number;
}

/** Single rows of print anywhere. */
export function findLines(picture: Grey, { ratio: [from, to], shortest, most }: LineSearch): Row[] {
  const { width, height } = picture;
  const ink = inkOf(picture);
  return findDirections(ink, width, height, 1).flatMap((direction) =>
    findRows(ink, width, height, { direction, gap: 16, shortest, thickest: 1 / from })
      .filter(({ length, height: tall }) => length < to * tall)
      .sort((one, other) => other.height - one.height)
      .slice(0, most),
  );
}

/** Rows are as good as they are long, and the better the more alike their ends are. */
function weight(rows: ZonePlace): number {
  const lengths = rows.map(({ length }) => length);
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  const [one, other] = rows as [Row, Row];
  const apart = Math.abs(Math.cos(one.angle) * (other.x - one.x) + Math.sin(one.angle) * (other.y - one.y));
  const unlike = (longest - shortest + apart) / longest;
  return shortest * (rows.length === 3 ? 1.4 : 1) * Math.max(0.1, 1 - 2 * unlike);
}

function stack(rows: readonly Row[]): ZonePlace[] {
  return rows.flatMap((row) => {
    const second = below(row, rows);
    if (!second) return [];
    const third = below(second, rows);
    return third ? [trim(align([row, second, third])), [row, second]] : [[row, second]];
  });
}

/** About one degree: perspective turns neighbouring rows less against one another. */
const TURNED = 0.02;

/** Of three rows, one that is turned against the two others was drawn aside by something beside it: they say where it lies. */
function align(rows: readonly [Row, Row, Row]): readonly [Row, Row, Row] {
  const [first, second, third] = rows;
  const near = (one: Row, other: Row) => Math.abs(one.angle - other.angle) < TURNED;
  const between = (one: Row, other: Row, part: number) => ({
    x: one.x + (other.x - one.x) * part,
    y: one.y + (other.y - one.y) * part,
    angle: one.angle + (other.angle - one.angle) * part,
  });
  if (near(first, second) && near(second, third)) return rows;
  if (near(first, third)) return [first, { ...second, ...between(first, third, 0.5) }, third];
  if (near(second, third)) return [{ ...first, ...between(third, second, 2) }, second, third];
  if (near(first, second)) return [first, second, { ...third, ...between(first, second, 2) }];
  return rows;
}

/** Rows of a zone begin and end below one another: what sticks out of one is none of it, what is missing is there. */
function trim(rows: readonly [Row, Row, Row]): ZonePlace {
  const [{ x, y, angle }] = rows;
  const middleOf = (row: Row) => (row.x - x) * Math.cos(angle) + (row.y - y) * Math.sin(angle);
  const median = (values: readonly number[]) => [...values].sort((one, other) => one - other)[1] as number;
  const start = median(rows.map((row) => middleOf(row) - row.length / 2));
  const end = median(rows.map((row) => middleOf(row) + row.length / 2));
  return rows.map((row) => {
    const slack = row.height * 1.2;
    const [own, ownEnd] = [middleOf(row) - row.length / 2, middleOf(row) + row.length / 2];
    const from = Math.abs(own - start) > slack ? start : own;
    const to = Math.abs(ownEnd - end) > slack ? end : ownEnd;
    const shift = (from + to) / 2 - middleOf(row);
    return {
      ...row,
      x: row.x + shift * Math.cos(row.angle),
      y: row.y + shift * Math.sin(row.angle),
      length: to - from,
    };
  });
}

/** The same rows for a picture that is upside down. */
export const upsideDown = (place: ZonePlace): ZonePlace =>
  place.map((row) => ({ ...row, angle: row.angle + Math.PI })).reverse();

/** The row that must be above the first one, where it was not found. */
export function rowAbove([first, second]: ZonePlace): Row | undefined {
  return first && second && { ...first, x: 2 * first.x - second.x, y: 2 * first.y - second.y };
}

function below(row: Row, rows: readonly Row[]): Row | undefined {
  const [right, down] = [Math.cos(row.angle), Math.sin(row.angle)];
  return rows
    .map((other) => {
      const [dx, dy] = [other.x - row.x, other.y - row.y];
      return { other, along: dx * right + dy * down, across: dy * right - dx * down };
    })
    .filter(({ other, along, across }) => {
      const tall = (row.height + other.height) / 2;
      const long = Math.max(row.length, other.length);
      return (
        across > tall * 1.1 &&
        across < tall * 3.6 &&
        Math.abs(along) < long * 0.2 &&
        Math.min(row.length, other.length) > long * 0.6 &&
        Math.min(row.height, other.height) > tall * 0.6 &&
        Math.abs(other.angle - row.angle) < 0.1
      );
    })
    .sort((one, another) => one.across - another.across)[0]?.other;
}

/** A place that lies on a better one, found in another direction or with another gap, is not looked at again. */
function distinct(places: readonly ZonePlace[]): ZonePlace[] {
  const kept: ZonePlace[] = [];
  for (const place of places) {
    if (kept.every((other) => !other.some((row) => place.some((each) => liesOn(each, row))))) kept.push(place);
  }
  return kept;
}

function liesOn(row: Row, other: Row): boolean {
  const [right, down] = [Math.cos(other.angle), Math.sin(other.angle)];
  const [dx, dy] = [row.x - other.x, row.y - other.y];
  return (
    Math.abs(dy * right - dx * down) < Math.max(row.height, other.height) * 0.7 &&
    Math.abs(dx * right + dy * down) < (other.length + row.length) / 2
  );
}
