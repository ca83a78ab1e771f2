// What a page of paper holds, in points from its upper left corner: one description for every painter.
import type { Language } from '../../domain/language.ts';

export const PAGE_WIDTH = 595;
export const PAGE_HEIGHT = 842;

export type Font = 'regular' | 'bold' | 'mono';

export interface TextMark {
  readonly kind: 'text';
  readonly x: number;
  /** Of the first line. */
  readonly baseline: number;
  readonly lines: readonly string[];
  readonly leading: number;
  readonly size: number;
  readonly font: Font;
  readonly colour: string;
  /** For screen readers. */
  readonly role: 'H1' | 'H2' | 'P';
  readonly language: Language;
}
export interface BoxMark {
  readonly kind: 'box';
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
}
export type Mark = TextMark | BoxMark;
export type Page = readonly Mark[];
