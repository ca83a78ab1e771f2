// From a picture or a PDF of the printed application to its number: the QR code first, then the digits beside it.
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import type { Unread } from '../conversation/reading.ts';
import { openPdf } from './pdf.ts';
import { type Decoded, withCoarse } from './picture/decode.ts';
import type { Grey } from './picture/grey.ts';
import { findApplicationNumber } from './printed.ts';
import { readQrCodes } from './qr-code.ts';
import { readPrinted } from './read-printed.ts';
import type { Recogniser } from './recognise.ts';

type ReadForm = { readonly value: ApplicationNumber } | Unread;

/** A form has one page or two; whatever is longer is none. */
const MAX_PAGES = 3;
const PRINTED_NUMBER = { digits: 15, longest: 40, find: findApplicationNumber };

export async function readForm(picture: Decoded, recogniser: () => Promise<Recogniser>): Promise<ReadForm> {
  const number = (await fromQrCode(picture.fine)) ?? (await readPrinted(picture, PRINTED_NUMBER, await recogniser()));
  return number ? { value: number } : { because: 'no-form' };
}

export async function readPdfForm(bytes: Uint8Array, recogniser: () => Promise<Recogniser>): Promise<ReadForm> {
  const opened = await openPdf(bytes, MAX_PAGES);
  if (!opened) return { because: 'damaged' };
  const { pages } = opened;
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
