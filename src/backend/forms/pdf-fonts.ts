// The fonts as PDFs embed them, read once for all documents: pdfkit would read the files anew for each, half of a form's time.
import { type GlyphRun, type Font as OpenFont, openSync } from 'fontkit';
import { fontFiles } from './fonts.ts';
import type { Font } from './page.ts';

export type PdfFonts = Readonly<Record<Font, OpenFont>>;

/** `words`: those that stand on every form. They are laid out once; what applicants write is never kept. */
export function openPdfFonts(words: ReadonlySet<string>): PdfFonts {
  const open = (font: Font) => remember(settle(openSync(fontFiles[font]) as OpenFont), words);
  return { regular: open('regular'), bold: open('bold'), mono: open('mono') };
}

/** Ligatures and the like, which a font also chooses by itself. */
const PRESENTATION_FORMS = /[\ufb00-\ufdff\ufe70-\ufeff]/;

/**
 * A glyph says for ever what the first text that needed it meant by it, which is what a search in the PDF finds. Settled for
 * all of them beforehand, a form cannot depend on those that were made before it.
 */
function settle(font: OpenFont): OpenFont {
  for (const codePoint of font.characterSet) {
    const character = String.fromCodePoint(codePoint);
    const glyph = font.glyphForCodePoint(codePoint);
    if (PRESENTATION_FORMS.test(character)) glyph.codePoints = codePointsOf(character.normalize('NFKC'));
  }
  return font;
}

const codePointsOf = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0);

/** pdfkit lays out word by word, each with the space after it, and scales the positions in place: it gets its own. */
function remember(font: OpenFont, words: ReadonlySet<string>): OpenFont {
  const runs = new Map<string, GlyphRun>();
  const layOut = font.layout.bind(font);
  font.layout = (text, ...how) => {
    if (how[0] !== undefined || !words.has(text.trimEnd())) return layOut(text, ...how);
    const run = runs.get(text) ?? layOut(text);
    runs.set(text, run);
    return Object.assign(Object.create(run), { positions: run.positions.map((position) => ({ ...position })) });
  };
  return font;
}
