// The whole way with real recognition, on documents that do not exist.
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Canvas, createCanvas, loadImage } from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { createForms } from '../../../src/backend/forms/forms.ts';
import { createReading } from '../../../src/bot/reading/reading.ts';
import { createApplicationNumber } from '../../../src/domain/application-number.ts';
import { createTranslate } from '../../../src/messages/messages.ts';
import { photograph } from './synthetic/camera.ts';
import { drawCardBack, drawPassport } from './synthetic/paper.ts';
import { createPerson } from './synthetic/person.ts';
import { createRandom } from './synthetic/random.ts';
import { chooseShot } from './synthetic/shot.ts';
import { createSpecimen, formContent } from './synthetic/specimens.ts';

const reading = createReading({ threads: 2 });
afterAll(() => reading.close());

const sent = (bytes: Uint8Array, name = 'photo.jpg') => ({
  id: name,
  name,
  size: bytes.length,
  bytes: async () => bytes,
});
const card = (bytes: Uint8Array, name?: string) => reading.card('telegram:1', sent(bytes, name), () => undefined);
const form = (bytes: Uint8Array) => reading.form('telegram:1', sent(bytes), () => undefined);

const person = createPerson(createRandom(11));
const number = createApplicationNumber(() => 7);
const forms = createForms(createTranslate());

function put(documents: readonly Canvas[], width: number, height: number): Promise<Buffer> {
  const table = createCanvas(width, height);
  const context = table.getContext('2d');
  context.fillStyle = '#6b5a4a';
  context.fillRect(0, 0, width, height);
  documents.forEach((document, at) => {
    context.drawImage(document, 100, 60 + at * (document.height + 60));
  });
  return sharp(table.toBuffer('image/png')).blur(0.6).jpeg({ quality: 80 }).toBuffer();
}

it('starts no thread before the first picture, and none for what is no picture', async () => {
  expect(await card(Buffer.from('no picture'))).toEqual({ because: 'not-a-picture' });
  expect(reading.threads).toBe(0);
});

describe('the IIN on', () => {
  it.each([
    ['a clean', 'clean', 'back', true],
    ['a usual', 'usual', 'back', true],
    ['a hard', 'hard', 'back', true],
    ['a clean', 'clean', 'front', false],
    ['a clean', 'clean', 'passport', false],
  ] as const)('%s picture (%s) of a %s', async (_, grade, sort, isProven) => {
    const { picture, right } = await createSpecimen(grade, 1, sort, 1100);
    expect(await card(picture)).toEqual({ value: { iin: right, isProven } });
  });

  it('a card that lies upside down, or on its side', async () => {
    const random = createRandom(12);
    const back = drawCardBack(person, 1000, random);
    for (const turned of [180, 90]) {
      const picture = await photograph(back, { ...chooseShot('clean', random), size: 1100 }, random, turned);
      expect(await card(picture)).toEqual({ value: { iin: person.iin, isProven: true } });
    }
  });

  it('a card whose camera says how to turn it, as PNG called .jpg and as WebP', async () => {
    const picture = await put([drawCardBack(person, 1000, createRandom(13))], 1200, 800);
    const turned = await sharp(picture).rotate(180).withMetadata({ orientation: 3 }).png().toBuffer();
    const value = { iin: person.iin, isProven: true };
    expect(await card(turned, 'photo.jpg')).toEqual({ value });
    expect(await card(await sharp(picture).webp({ quality: 80 }).toBuffer())).toEqual({ value });
  });
});

describe('says what is wrong with', () => {
  const random = createRandom(14);

  it('a card of another state', async () => {
    const foreign = [drawCardBack(person, 1000, random, 'UTO'), drawPassport(person, 1000, random, 'UTO')];
    for (const document of foreign) {
      expect(await card(await put([document], 1200, 800))).toEqual({ because: 'foreign-card' });
    }
  });

  it('half a card', async () => {
    const whole = await put([drawCardBack(person, 1000, random)], 1200, 800);
    const half = await sharp(whole).extract({ left: 0, top: 0, width: 800, height: 800 }).jpeg().toBuffer();
    expect(await card(half)).toEqual({ because: 'half-card' });
  });

  it('two cards', async () => {
    const two = [person, createPerson(createRandom(15))].map((each) => drawCardBack(each, 900, random));
    expect(await card(await put(two, 1100, 1300))).toEqual({ because: 'two-cards' });
  });

  it('a table without a card, and a screenshot', async () => {
    expect(
      await card(await photograph(createCanvas(10, 6), { ...chooseShot('hard', random), size: 1100 }, random)),
    ).toEqual({
      because: 'no-card',
    });
    const screen = createCanvas(720, 1280);
    const context = screen.getContext('2d');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, 720, 1280);
    context.fillStyle = '#000000';
    context.font = '28px specimen-sans';
    context.fillText('12:30   Where is my card?', 40, 60);
    expect(await card(screen.toBuffer('image/png'))).toEqual({ because: 'screenshot' });
  });

  it('a picture that came only in part', async () => {
    const whole = await put([drawCardBack(person, 1000, random)], 1200, 800);
    const png = await sharp(whole).png().toBuffer();
    for (const part of [whole, png]) {
      expect(await card(part.subarray(0, part.length / 2))).toEqual({ because: 'damaged' });
    }
  });

  it('a file of more than 20 MB, without asking for it, and one that Telegram does not give', async () => {
    const file = { id: 'x', name: 'x', size: 21 * 1024 * 1024, bytes: () => Promise.reject(new Error('asked for')) };
    expect(await reading.card('telegram:1', file, () => undefined)).toEqual({ because: 'too-large' });
    expect(await reading.card('telegram:1', { ...file, size: 9 }, () => undefined)).toEqual({ because: 'not-fetched' });
  });

  it('a PDF where a card is asked for', async () => {
    expect(await card(await forms.pdf(formContent(number)))).toEqual({ because: 'pdf' });
  });
});

describe('the number of an application on', () => {
  it('a photo of its form, from the QR code', async () => {
    const { picture, right } = await createSpecimen('usual', 3, 'form', 1100);
    expect(await form(picture)).toEqual({ value: right });
  });

  it('a photo without the QR code, from the digits', async () => {
    const page = await loadImage(Buffer.from(await forms.png(formContent(number))));
    const canvas = createCanvas(page.width, page.height);
    const context = canvas.getContext('2d');
    context.drawImage(page, 0, 0);
    context.fillStyle = '#ffffff';
    context.fillRect(page.width * 0.7, 0, page.width * 0.3, page.height * 0.25);
    const random = createRandom(16);
    expect(await form(await photograph(canvas, { ...chooseShot('clean', random), size: 1100 }, random))).toEqual({
      value: number,
    });
  });

  it('its PDF, and a PDF that is only a scan of it', async () => {
    expect(await form(await forms.pdf(formContent(number)))).toEqual({ value: number });
    expect(await form(await asPdf(Buffer.from(await forms.png(formContent(number)))))).toEqual({ value: number });
  });

  it('nothing else', async () => {
    expect(await form(await asPdf(undefined))).toEqual({ because: 'pdf-without-number' });
    expect(await form(Buffer.from('%PDF-1.7\nbroken'))).toEqual({ because: 'damaged' });
    expect(await form(await put([drawCardBack(person, 900, createRandom(17))], 1100, 800))).toEqual({
      because: 'no-form',
    });
  });
});

async function asPdf(scan: Buffer | undefined): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: 0 });
  if (scan) document.image(scan, 0, 0, { width: 595 });
  else document.text('Nothing to see here');
  document.end();
  const parts: Buffer[] = [];
  for await (const part of document) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

describe('in the meantime', () => {
  it('tells how long it has been, first of all at once', async () => {
    const heard: number[] = [];
    const { picture } = await createSpecimen('clean', 1, 'back', 1100);
    await reading.card('telegram:1', sent(picture), (seconds) => heard.push(seconds));
    expect(heard[0]).toBe(0);
  });

  it('stops when the applicant has gone on, and reads the next picture', async () => {
    const { picture, right } = await createSpecimen('clean', 1, 'back', 1100);
    const stopped = reading.card('telegram:2', sent(picture), () => reading.stop('telegram:2'));
    const other = reading.card('telegram:3', sent(picture), () => reading.stop('telegram:4'));
    expect(await stopped).toEqual({ because: 'stopped' });
    expect(await other).toMatchObject({ value: { iin: right } });
    expect(await card(picture)).toMatchObject({ value: { iin: right } });
  });

  it('gives up when the time is over', async () => {
    const hurried = createReading({ threads: 1, timeMs: 1 });
    const { picture } = await createSpecimen('clean', 1, 'back', 1100);
    expect(await hurried.card('telegram:1', sent(picture), () => undefined)).toEqual({ because: 'too-long' });
    await hurried.close();
    expect(hurried.threads).toBe(0);
  });

  it('lets nobody queue more than two pictures, and never starts more threads than it may', async () => {
    const { picture } = await createSpecimen('clean', 1, 'back', 1100);
    const three = await Promise.all(Array.from({ length: 3 }, () => card(picture)));
    expect(three.filter((read) => 'because' in read)).toEqual([{ because: 'busy' }]);
    const owners = ['telegram:5', 'telegram:6', 'telegram:7', 'telegram:8'];
    const reads = owners.map((owner) => reading.card(owner, sent(picture), () => undefined));
    expect((await Promise.all(reads)).every((read) => 'value' in read)).toBe(true);
    expect(reading.threads).toBeLessThanOrEqual(2);
  });
});
