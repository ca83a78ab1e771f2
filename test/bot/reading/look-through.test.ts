// What a person in support may not see is found on pictures and in PDFs. How often: `npm run bench -- reading`.
import { afterAll, describe, expect, it } from '@jest/globals';
import { createCanvas } from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { createReading } from '../../../src/bot/reading/reading.ts';
import { drawCardBack, drawCardFront } from './synthetic/paper.ts';
import { createPerson } from './synthetic/person.ts';
import { createRandom } from './synthetic/random.ts';
import { drawScreen, photographScreen } from './synthetic/screens.ts';
import { createSpecimen } from './synthetic/specimens.ts';

// The time limit has a test of its own; here it would only tell how busy the machine is.
const reading = createReading({ threads: 2, timeMs: 120_000 });
afterAll(() => reading.close());
const look = (bytes: Uint8Array) => reading.look('support:1', bytes);

const person = createPerson(createRandom(1));
const screen = drawScreen(createRandom(2), undefined);
const screenWithIin = drawScreen(createRandom(3), person);

const photoOf = (picture: Uint8Array) => photographScreen(picture, 'clean', createRandom(4));

async function pdf(...pages: readonly (string | Uint8Array)[]): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: 40, autoFirstPage: false });
  for (const page of pages) {
    document.addPage();
    if (typeof page === 'string') document.text(page);
    else document.image(await sharp(page).jpeg().toBuffer(), 0, 0, { fit: [595, 842] });
  }
  return bytesOf(document);
}

async function bytesOf(document: PDFKit.PDFDocument): Promise<Buffer> {
  document.end();
  const parts: Buffer[] = [];
  for await (const part of document) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

describe('a picture', () => {
  it.each(['back', 'front', 'passport'] as const)(
    'of a document is held back: %s',
    async (sort) => {
      const looked = await look((await createSpecimen('usual', 21, sort)).picture);
      expect(['identity-document', 'iin']).toContain('value' in looked && looked.value);
    },
    120_000,
  );

  it('of the printed application is held back', async () => {
    expect(await look((await createSpecimen('usual', 22, 'form')).picture)).toEqual({ value: 'form' });
  }, 120_000);

  it('of a screen is held back with an IIN on it, as a screenshot and as a photo, also upside down', async () => {
    const photo = await photoOf(screenWithIin);
    expect(await look(screenWithIin)).toEqual({ value: 'iin' });
    expect(await look(photo)).toEqual({ value: 'iin' });
    expect(await look(await sharp(photo).rotate(180).jpeg().toBuffer())).toEqual({ value: 'iin' });
  }, 120_000);

  it('of a private key is held back', async () => {
    const terminal = createCanvas(900, 300);
    const context = terminal.getContext('2d');
    context.fillStyle = '#000000';
    context.fillRect(0, 0, 900, 300);
    context.fillStyle = '#ffffff';
    context.font = '22px specimen-sans';
    const lines = ['$ cat alatau.kz.key', '-----BEGIN PRIVATE KEY-----', 'AAAAAAAAAAAAAAAAAAAAAAAA'];
    for (const [at, line] of lines.entries()) context.fillText(line, 30, 60 + at * 50);
    expect(await look(terminal.toBuffer('image/png'))).toEqual({ value: 'private-key' });
  }, 120_000);

  it('of a screen with numbers of other kinds is not', async () => {
    expect(await look(screen)).toEqual({ value: 'nothing' });
    expect(await look(await photoOf(screen))).toEqual({ value: 'nothing' });
  }, 120_000);
});

describe('a PDF', () => {
  it('is held back with an IIN in its text, or on a scanned page, wherever it stands', async () => {
    expect(await look(await pdf('Nothing', `IIN ${person.iin}`))).toEqual({ value: 'iin' });
    expect(await look(await pdf('Nothing', screenWithIin))).toEqual({ value: 'iin' });
  }, 120_000);

  it('is held back with a card that was laid on a scanner, whichever way round', async () => {
    const card = drawCardBack(person, 900, createRandom(5)).toBuffer('image/png');
    const front = drawCardFront(person, 900, createRandom(6)).toBuffer('image/png');
    for (const laid of [await sharp(card).rotate(90).toBuffer(), front]) {
      const document = new PDFDocument({ size: 'A4', margin: 0 });
      document.image(await sharp(laid).jpeg().toBuffer(), 150, 200, { fit: [243, 243] });
      const looked = await look(await bytesOf(document));
      expect(['identity-document', 'iin']).toContain('value' in looked && looked.value);
    }
  }, 120_000);

  it('without one is not', async () => {
    expect(await look(await pdf('Certificate alatau.kz, 22.11.2026', screen))).toEqual({ value: 'nothing' });
    const drawing = new PDFDocument();
    for (const [at, tone] of ['#224466', '#6688aa', '#99bbdd'].entries())
      drawing.rect(200, 200 + at * 40, 160, 40).fill(tone);
    expect(await look(await bytesOf(drawing))).toEqual({ value: 'nothing' });
  }, 120_000);

  it('is not looked through when it is long, broken or has other files in it', async () => {
    const damaged = { because: 'damaged' };
    expect(await look(await pdf(...Array.from({ length: 11 }, () => 'Nothing')))).toEqual(damaged);
    expect(await look(Buffer.from('%PDF-1.7 and nothing else'))).toEqual(damaged);
    const carrier = new PDFDocument();
    carrier.file(Buffer.from(person.iin), { name: 'iin.txt' });
    expect(await look(await bytesOf(carrier))).toEqual(damaged);
  });
});

it('is put off while as many are looked through as can be', async () => {
  const busy = createReading({ threads: 0 });
  expect(await busy.look('support:2', screen)).toEqual({ because: 'busy' });
  await busy.close();
});
