import { PDFiumLibrary } from '@hyzyla/pdfium';
import type { Grey } from './picture/grey.ts';

/** A QR code of 36 mm is then about 200 pixels wide. */
const SCALE = 2;
const MAX_SIDE = 2600;

export interface Page {
  readonly text: string;
  /** `scale`: dots per inch over PDF's own 72. */
  render(scale?: number): Promise<Grey>;
}

interface OpenedPdf {
  /** The first ones, as many as were wanted. */
  readonly pages: readonly Page[];
  readonly hasMore: boolean;
}

/** undefined for what PDFium cannot open: broken, or behind a password. PDFium runs in WebAssembly, where a file can harm nothing. */
export async function openPdf(bytes: Uint8Array, most: number): Promise<OpenedPdf | undefined> {
  const library = await PDFiumLibrary.init();
  try {
    const document = await library.loadDocument(bytes);
    document.initializeFormFields();
    const count = document.getPageCount();
    const pages = Array.from({ length: Math.min(most, count) }, (_, at) => {
      const page = document.getPage(at);
      return { text: page.getText(), render: (scale = SCALE) => render(page, scale) };
    });
    return { pages, hasMore: count > most };
  } catch {
    return undefined;
  }
}

type PdfPage = ReturnType<Awaited<ReturnType<PDFiumLibrary['loadDocument']>>['getPage']>;

async function render(page: PdfPage, wanted: number): Promise<Grey> {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const scale = Math.min(wanted, MAX_SIDE / Math.max(originalWidth, originalHeight, 1));
  const { width, height, data } = await page.render({ scale, render: 'bitmap', renderFormFields: true });
  const tones = new Uint8Array(width * height);
  for (let at = 0; at < tones.length; at++) {
    const [blue, green, red] = [data[at * 4], data[at * 4 + 1], data[at * 4 + 2]] as [number, number, number];
    tones[at] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return { width, height, tones };
}
