// The whole way with real recognition, on documents that do not exist.
import type { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { createForms } from '../../../src/backend/forms/forms.ts';
import { createPool, newThread } from '../../../src/bot/reading/pool.ts';
import { createReading } from '../../../src/bot/reading/reading.ts';
import { createApplicationNumber } from '../../../src/domain/application-number.ts';
import { createTranslate } from '../../../src/messages/messages.ts';
import { photograph } from './synthetic/camera.ts';
import { createRandom } from './synthetic/random.ts';
import { chooseShot } from './synthetic/shot.ts';
import { createSpecimen, fileOf, formContent } from './synthetic/specimens.ts';

// The time limit has a test of its own; here it would only tell how busy the machine is.
const reading = createReading({ threads: 2, timeMs: 120_000 });
afterAll(() => reading.close());

const card = (bytes: Uint8Array) => reading.card('telegram:1', fileOf(bytes), () => undefined);
const form = (bytes: Uint8Array) => reading.form('telegram:1', fileOf(bytes), () => undefined);

const number = createApplicationNumber(() => 7);
const forms = createForms(createTranslate());
const page = Buffer.from(await forms.png(formContent(number)));
const whole = await createSpecimen('clean', 1, 'back', 1100);

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
});

describe('the number of an application on', () => {
  it('a photo of its form, from the QR code', async () => {
    const { picture, right } = await createSpecimen('usual', 3, 'form', 1100);
    expect(await form(picture)).toEqual({ value: right });
  });

  it('a photo without the QR code, from the digits', async () => {
    const image = await loadImage(page);
    const { width, height } = image;
    const canvas = createCanvas(width, height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    context.fillStyle = '#ffffff';
    context.fillRect(width * 0.7, 0, width * 0.3, height * 0.25);
    const random = createRandom(16);
    expect(await form(await photograph(canvas, { ...chooseShot('clean', random), size: 1100 }, random))).toEqual({
      value: number,
    });
  });

  it('its PDF, and a PDF that is only a scan of it', async () => {
    expect(await form(await forms.pdf(formContent(number)))).toEqual({ value: number });
    const scan = await sharp(page).jpeg({ quality: 85 }).toBuffer();
    expect(await form(await asPdf(scan))).toEqual({ value: number });
  });

  it('nothing else', async () => {
    expect(await form(await asPdf(undefined))).toEqual({ because: 'pdf-without-number' });
    expect(await form(Buffer.from('%PDF-1.7\nbroken'))).toEqual({ because: 'damaged' });
    expect(await form(whole.picture)).toEqual({ because: 'no-form' });
  });
});

async function asPdf(picture: Buffer | undefined): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4', margin: 0 });
  if (picture) document.image(picture, 0, 0, { width: 595 });
  else document.text('Nothing to see here');
  document.end();
  const parts: Buffer[] = [];
  for await (const part of document) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

describe('in the meantime', () => {
  const { picture, right } = whole;
  const isRead = { value: { iin: right, isProven: true } };
  const send = (owner: string, waiting: (seconds: number) => void = () => undefined) =>
    reading.card(owner, fileOf(picture), waiting);

  it('tells how long it has been, first of all at once', async () => {
    const heard: number[] = [];
    await send('telegram:1', (seconds) => heard.push(seconds));
    expect(heard[0]).toBe(0);
  });

  it('stops when the applicant has gone on, and reads the next picture', async () => {
    const bytes = async () => {
      // By then a thread has the picture.
      setImmediate(() => reading.stop('telegram:2'));
      return picture;
    };
    const stopped = reading.card('telegram:2', { ...fileOf(picture), bytes }, () => undefined);
    const other = send('telegram:3', () => reading.stop('telegram:4'));
    expect(await stopped).toEqual({ because: 'stopped' });
    expect(await other).toEqual(isRead);
    expect(await send('telegram:2')).toEqual(isRead);
  });

  it('gives up when the time is over', async () => {
    const hurried = createReading({ threads: 1, timeMs: 1 });
    expect(await hurried.card('telegram:1', fileOf(picture), () => undefined)).toEqual({ because: 'too-long' });
    await hurried.close();
    expect(hurried.threads).toBe(0);
  });

  it('reads on in another thread when one has died while nobody waited for it', async () => {
    const threads: Worker[] = [];
    const pool = createPool(1, 120_000, () => {
      const thread = newThread();
      threads.push(thread);
      return thread;
    });
    const task = { wanted: 'card', content: 'picture', bytes: picture } as const;
    const { signal } = new AbortController();
    expect(await pool.read(task, signal)).toEqual(isRead);
    threads[0]?.emit('error', new Error('out of memory'));
    await threads[0]?.terminate();
    expect(await pool.read(task, signal)).toEqual(isRead);
    expect(threads).toHaveLength(2);
    await pool.close();
  });

  it('lets nobody queue more than two pictures, and never starts more threads than it may', async () => {
    const owners = ['telegram:5', 'telegram:5', 'telegram:5', 'telegram:6', 'telegram:7'];
    const reads = await Promise.all(owners.map((owner) => send(owner)));
    expect(reads).toEqual([isRead, isRead, { because: 'busy' }, isRead, isRead]);
    expect(reading.threads).toBe(2);
  });
});
