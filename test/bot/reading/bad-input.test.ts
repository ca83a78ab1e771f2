// What is sent instead of a whole card of one's own: each has an answer of its own, in three languages, with the way to type.
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import sharp from 'sharp';
import { createForms } from '../../../src/backend/forms/forms.ts';
import { notAPicture } from '../../../src/bot/conversation/pictures.ts';
import type { UnreadReason } from '../../../src/bot/conversation/reading.ts';
import { createReading } from '../../../src/bot/reading/reading.ts';
import { createApplicationNumber } from '../../../src/domain/application-number.ts';
import { message } from '../../../src/messages/message.ts';
import { createTranslate } from '../../../src/messages/messages.ts';
import { photograph } from './synthetic/camera.ts';
import { drawCardBack, drawPassport } from './synthetic/paper.ts';
import { createPerson } from './synthetic/person.ts';
import { createRandom, type Random } from './synthetic/random.ts';
import { chooseShot, type Grade } from './synthetic/shot.ts';
import { fileOf, formContent } from './synthetic/specimens.ts';
import { layOnTable } from './synthetic/table.ts';

// The time limit has a test of its own; here it would only tell how busy the machine is.
const reading = createReading({ threads: 1, timeMs: 120_000 });
afterAll(() => reading.close());

const card = (bytes: Uint8Array) => reading.card('telegram:1', fileOf(bytes), () => undefined);

const person = createPerson(createRandom(11));
const back = drawCardBack(person, 1000, createRandom(12));
const photo = await layOnTable([back], 1200, 800);
const isRead = { value: { iin: person.iin, isProven: true } };

function screenshot(): Buffer {
  const screen = createCanvas(720, 1280);
  const context = screen.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, 720, 1280);
  context.fillStyle = '#000000';
  context.font = '28px specimen-sans';
  context.fillText('12:30   Where is my card?', 40, 60);
  return screen.toBuffer('image/png');
}

function twoCards(): Promise<Buffer> {
  const both = [person, createPerson(createRandom(15))].map((each) => drawCardBack(each, 900, createRandom(16)));
  return layOnTable(both, 1100, 1300);
}

const taken = (document: Canvas, grade: Grade, random: Random, turned = 0) =>
  photograph(document, { ...chooseShot(grade, random), size: 1100 }, random, turned);
const emptyTable = () => taken(createCanvas(10, 6), 'hard', createRandom(14));
const foreignCard = () => layOnTable([drawCardBack(person, 1000, createRandom(17), 'UTO')], 1200, 800);
const halfCard = () => sharp(photo).extract({ left: 0, top: 0, width: 800, height: 800 }).jpeg().toBuffer();
const start = (text: string, ...bytes: number[]) => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.from(bytes)]);

const inputs: readonly (readonly [string, UnreadReason, () => Uint8Array | Promise<Uint8Array>])[] = [
  ['no card in the picture', 'no-card', emptyTable],
  ['a foreign card', 'foreign-card', foreignCard],
  ['half a card', 'half-card', halfCard],
  ['two cards', 'two-cards', twoCards],
  ['a screenshot', 'screenshot', screenshot],
  ['a video, sent as a file', 'video', () => start('\0\0\0\x18ftypisom', 0, 0, 2, 0)],
  ['a file of 0 bytes', 'empty', () => new Uint8Array()],
  ['an SVG', 'svg', () => start('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['a zip', 'archive', () => start('PK', 3, 4, 20, 0)],
  ['a truncated JPEG', 'damaged', () => photo.subarray(0, photo.length / 2)],
  ['an animation', 'not-a-picture', () => start('GIF89a', 1, 0, 1, 0)],
  ['a PDF', 'pdf', async () => createForms(createTranslate()).pdf(formContent(createApplicationNumber(() => 7)))],
];

describe('says what is wrong with', () => {
  it.each(inputs)('%s', async (_, because, make) => {
    expect(await card(await make())).toEqual({ because });
  });

  it('a foreign passport', async () => {
    const passport = drawPassport(person, 1000, createRandom(18), 'UTO');
    expect(await card(await layOnTable([passport], 1200, 800))).toEqual({ because: 'foreign-card' });
  });

  it('a truncated PNG', async () => {
    const png = await sharp(photo).png().toBuffer();
    expect(await card(png.subarray(0, png.length / 2))).toEqual({ because: 'damaged' });
  });

  it('a file of more than 20 MB, without asking for it, and one that Telegram does not give', async () => {
    const file = { id: 'x', name: 'x', size: 21 * 1024 * 1024, bytes: () => Promise.reject(new Error('asked for')) };
    expect(await reading.card('telegram:1', file, () => undefined)).toEqual({ because: 'too-large' });
    expect(await reading.card('telegram:1', { ...file, size: 9 }, () => undefined)).toEqual({ because: 'not-fetched' });
  });
});

describe('simply reads', () => {
  it.each([180, 90])('a card that is turned by %i degrees', async (degrees) => {
    expect(await card(await taken(back, 'clean', createRandom(13), degrees))).toEqual(isRead);
  });

  it('a PNG called .jpg whose camera says how to turn it', async () => {
    const turned = await sharp(photo).rotate(180).withMetadata({ orientation: 3 }).png().toBuffer();
    expect(await reading.card('telegram:1', { ...fileOf(turned), name: 'photo.jpg' }, () => undefined)).toEqual(isRead);
  });

  it('a WebP', async () => {
    expect(await card(await sharp(photo).webp({ quality: 80 }).toBuffer())).toEqual(isRead);
  });
});

const typing = { kk: /жаз/, ru: /напи/i, en: /type/ } as const;
describe('each has words of its own, with the way to type', () => {
  const reasons = [...inputs.map(([, because]) => because), 'sticker'] as const;
  it.each(Object.keys(typing) as (keyof typeof typing)[])('%s', (language) => {
    const words = reasons.map((because) => createTranslate()(message(`reading.${because}`), language, 'plain'));
    for (const each of words) expect(each).toMatch(typing[language]);
    expect(new Set(words).size).toBe(words.length);
  });

  it.each(['sticker', 'video'] as const)('a %s that is no file', (sort) => {
    expect(notAPicture({ kind: 'other', sort })).toEqual(message(`reading.${sort}`));
  });
});
