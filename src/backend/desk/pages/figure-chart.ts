// The figures as a picture: piles of bars in the units of an SVG. Knows numbers, not words or colours.
import type { DayFigures, FigureOutcome } from '../../applications/desk-figures.ts';
import { outcomes } from '../../applications/desk-figures.ts';

const WIDTH = 560;
const HEIGHT = 300;
/** Half a date. */
const RIGHT = 18;
const BOTTOM = 28;
const TOP = 14;
const GAP = 0.28;

interface Bar {
  readonly outcome: FigureOutcome;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface FigureChart {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly floor: number;
  readonly piles: readonly { readonly figures: DayFigures; readonly centre: number; readonly bars: readonly Bar[] }[];
  readonly ticks: readonly { readonly value: number; readonly y: number }[];
}

export function drawFigures(days: readonly DayFigures[]): FigureChart {
  const floor = HEIGHT - BOTTOM;
  const values = tickValues(Math.max(0, ...days.map(({ total }) => total)));
  const top = values.at(-1) ?? 1;
  const left = 20 + 8 * String(top).length;
  const yOf = (value: number) => floor - ((floor - TOP) * value) / top;
  const step = (WIDTH - left - RIGHT) / days.length;
  const piles = days.map((figures, index) => {
    const x = left + step * (index + GAP / 2);
    let below = 0;
    const bars = outcomes.flatMap((outcome) => {
      const from = below;
      below += figures.counts[outcome];
      if (below === from) return [];
      return [{ outcome, x, y: yOf(below), width: step * (1 - GAP), height: yOf(from) - yOf(below) }];
    });
    return { figures, centre: left + step * (index + 0.5), bars };
  });
  return {
    width: WIDTH,
    height: HEIGHT,
    left,
    floor,
    piles,
    ticks: values.map((value) => ({ value, y: yOf(value) })),
  };
}

/** From 0 in at most six round steps to at least `most`. */
export function tickValues(most: number): readonly number[] {
  const rough = Math.max(1, most / 6);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough && Number.isInteger(each)) ?? 1;
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, index) => index * step);
}
