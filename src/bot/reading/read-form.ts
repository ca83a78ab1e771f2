// From a picture or a PDF of the printed application to its number: the QR code first, then the digits beside it.
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import type { Unread } from '../conversation/reading.ts';
import { openPdf } from './pdf.ts';
import { type Decoded, withCoarse } from './picture/decode.ts';
import { findLines } from './picture/find-zones.ts';
import type { Grey } from './picture/grey.ts';
import { straighten } from './picture/straighten.ts';
import { findApplicationNumber } from './printed.ts';
import { readQrCodes } from './qr-code.ts';
import type { Recogniser } from './recognise.ts';

type ReadForm = { readonly value: ApplicationNumber } | Unread;

/** The number is printed large: it is among the tallest rows. */
const LINES = { longest: 40, most: 8 };

export async function readForm(picture: Decoded, recogniser: () => Promise<Recogniser>): Promise<ReadForm> {
  const number = (await fromQrCode(picture.fine)) ?? (await fromPrint(picture, await recogniser()));
  return number ? { value: number } : { because: 'no-form' };
}

export async function readPdfForm(bytes: Uint8Array, recogniser: () => Promise<Recogniser>): Promise<ReadForm> {
  const pages = await openPdf(bytes);
  if (!pages) return { because: 'damaged' };
  const written = findApplicationNumber(pages.map(({ text }) => text).join('\n'));
  if (written) return { value: written };
  for (const page of pages) {
    const read = await readForm(await withCoarse(await page.render()), recogniser);
    if ('value' in read) return read;
  }
  return { because: 'pdf-without-number' };
}

async function fromQrCode(picture: Grey): Promise<ApplicationNumber | undefined> {
  for (const text of await readQrCodes(picture)) {
    const number = parseApplicationNumber(text);
    if (number) return number;
  }
  return undefined;
}

async function fromPrint(
  { coarse, fine, scale }: Decoded,
  recogniser: Recogniser,
): Promise<ApplicationNumber | undefined> {
  for (const line of findLines(coarse, LINES)) {
    const number = findApplicationNumber(
      await recogniser.row(straighten(fine, line, scale, { character: 30 }), 'digits', 'raw'),
    );
    if (number) return number;
  }
  return undefined;
}
