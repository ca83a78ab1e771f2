import { type Font, type Mark, PAGE_HEIGHT, PAGE_WIDTH, type Page, type TextMark } from './page.ts';
import { wrap } from './wrap.ts';

export const MARGIN = 48;
export const CONTENT_WIDTH = PAGE_WIDTH - 2 * MARGIN;
const FOOTER_TOP = PAGE_HEIGHT - 84;

export const colours = {
  ink: '#14202e',
  faint: '#5a6675',
  line: '#c3ccd6',
  accent: '#0b5a8a',
  tint: '#eaf3f9',
} as const;

export type Style = Pick<TextMark, 'language'> & Partial<Pick<TextMark, 'font' | 'size' | 'colour' | 'role'>>;

/** A part of the page that is not torn apart; its marks count from its own upper left corner. */
export interface Block {
  readonly height: number;
  readonly marks: readonly Mark[];
}

/** Lines of text as wide as `width`, their top at `y`. */
export function textBlock(text: string, style: Style, width: number, x = 0, y = 0): Block {
  const { language, font = 'regular' as Font, size = 10, colour = colours.ink, role = 'P' } = style;
  const lines = wrap(text, font, size, width);
  const leading = size * 1.3;
  const mark: TextMark = { kind: 'text', x, baseline: y + size, lines, leading, size, font, colour, role, language };
  return { height: lines.length * leading, marks: lines.length === 0 ? [] : [mark] };
}

/** Blocks one below the other. */
export function stack(blocks: readonly Block[], gap = 0): Block {
  let height = 0;
  const marks: Mark[] = [];
  for (const block of blocks) {
    marks.push(...shift(block.marks, 0, height));
    height += block.height + gap;
  }
  return { height: Math.max(0, height - gap), marks };
}

export const shift = (marks: readonly Mark[], x: number, y: number): Mark[] =>
  marks.map((mark) =>
    mark.kind === 'text'
      ? { ...mark, x: mark.x + x, baseline: mark.baseline + y }
      : { ...mark, x: mark.x + x, y: mark.y + y },
  );

/** Puts blocks on as few pages as they need; the foot of each page stays free. */
export function flow(blocks: readonly Block[], gap: number): Page[] {
  const pages: Mark[][] = [[]];
  let y = MARGIN;
  for (const block of blocks) {
    if (y + block.height > FOOTER_TOP && y > MARGIN) {
      pages.push([]);
      y = MARGIN;
    }
    pages.at(-1)?.push(...shift(block.marks, MARGIN, y));
    y += block.height + gap;
  }
  return pages;
}
