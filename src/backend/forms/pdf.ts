import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { PAGE_HEIGHT, PAGE_WIDTH, type Page, type TextMark } from './page.ts';
import type { PdfFonts } from './pdf-fonts.ts';

export interface PdfFacts {
  readonly title: string;
  readonly made: Date;
}

/** Paints pages as a tagged PDF (ISO 14289-1) whose text can be selected; the same pages and facts give the same bytes. */
export async function paintPdf(
  pages: readonly Page[],
  { title, made }: PdfFacts,
  fonts: PdfFonts,
): Promise<Uint8Array> {
  const options = {
    size: [PAGE_WIDTH, PAGE_HEIGHT],
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    subset: 'PDF/UA', // missing from the typings
    tagged: true,
    lang: 'kk',
    displayTitle: true,
    font: null, // else Helvetica is read, which no form is set in
    info: { Title: title, Author: 'nca-ssl-bot', Creator: 'nca-ssl-bot', CreationDate: made, ModDate: made },
  } as object;
  const document = new PDFDocument(options);
  // Fonts that are open already are missing from the typings.
  for (const [name, font] of Object.entries(fonts)) document.registerFont(name, font as never);
  const root = document.struct('Document');
  document.addStructure(root);
  for (const page of pages) {
    document.addPage();
    for (const mark of page) {
      if (mark.kind === 'text') {
        const paint = () => paintText(document, mark);
        root.add(document.struct(mark.role, { lang: mark.language }, paint));
      } else {
        document.markContent('Artifact', { type: 'Layout' });
        document.rect(mark.x, mark.y, mark.width, mark.height).fill(mark.colour);
        document.endMarkedContent();
      }
    }
  }
  root.end();
  document.end();
  return buffer(document);
}

function paintText(document: PDFKit.PDFDocument, { lines, x, baseline, leading, size, font, colour }: TextMark): void {
  document.font(font).fontSize(size).fillColor(colour);
  lines.forEach((line, index) => {
    document.text(line, x, baseline + index * leading, { lineBreak: false, baseline: 'alphabetic' });
  });
}
