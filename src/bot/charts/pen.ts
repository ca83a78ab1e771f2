// Writing and filling on the canvas, in the few sizes and colours that a sheet has.
import { createRequire } from 'node:module';
import { GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import type { Tone } from './sheet.ts';

const resolve = createRequire(import.meta.url).resolve;
/** DejaVu has every Kazakh letter. */
GlobalFonts.registerFromPath(resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf'), 'chart-regular');
GlobalFonts.registerFromPath(resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf'), 'chart-bold');

export type Context = SKRSContext2D;

/** Three pixels of the picture are about one point on a phone. */
export const WIDTH = 1080;
export const MARGIN = 56;
export const INNER = WIDTH - 2 * MARGIN;

export const ink = { strong: '#0f172a', soft: '#475569', line: '#e2e8f0', ground: '#ffffff', tile: '#f1f5f9' };
const tones: Readonly<Record<Tone, string>> = {
  blue: '#2563eb',
  green: '#16a34a',
  amber: '#d97706',
  red: '#dc2626',
  violet: '#7c3aed',
  teal: '#0d9488',
  grey: '#94a3b8',
};
export const colourOf = (tone: Tone = 'blue'): string => tones[tone];

export interface Style {
  readonly size: number;
  readonly bold?: boolean;
  readonly colour?: string;
  readonly align?: 'left' | 'center' | 'right';
  /** What does not fit is cut with an ellipsis. */
  readonly room?: number;
}

const fontOf = ({ size, bold = false }: Pick<Style, 'size' | 'bold'>) => `${size}px chart-${bold ? 'bold' : 'regular'}`;

export function widthOf(context: Context, text: string, style: Pick<Style, 'size' | 'bold'>): number {
  context.font = fontOf(style);
  return context.measureText(text).width;
}

/** `y` is the middle of the line. */
export function write(context: Context, text: string, x: number, y: number, style: Style): void {
  context.font = fontOf(style);
  context.fillStyle = style.colour ?? ink.strong;
  context.textAlign = style.align ?? 'left';
  context.textBaseline = 'middle';
  context.fillText(fitted(context, text, style.room), x, y);
}

function fitted(context: Context, text: string, room = Number.POSITIVE_INFINITY): string {
  if (context.measureText(text).width <= room) return text;
  const letters = [...text];
  while (letters.length > 1 && context.measureText(`${letters.join('')}…`).width > room) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

export function box(context: Context, x: number, y: number, width: number, height: number, colour: string, round = 8) {
  if (width <= 0 || height <= 0) return;
  context.fillStyle = colour;
  context.beginPath();
  context.roundRect(x, y, width, height, Math.min(round, width / 2, height / 2));
  context.fill();
}
