import { widthOf } from './fonts.ts';
import type { Font } from './page.ts';

/** Breaks at spaces, and inside a word that is wider than the line by itself (a long domain name has no spaces). */
export function wrap(text: string, font: Font, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer, font, size) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = breakWord(word, font, size, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  }
  return line === '' ? lines : [...lines, line];
}

function breakWord(word: string, font: Font, size: number, width: number): string[] {
  const pieces = [''];
  for (const { segment } of new Intl.Segmenter().segment(word)) {
    const piece = `${pieces.at(-1)}${segment}`;
    if (widthOf(piece, font, size) <= width) pieces[pieces.length - 1] = piece;
    else pieces.push(segment);
  }
  return pieces;
}
