import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { choosePictureText, drawPictureCode } from '../../../src/backend/picture-codes/picture-code.ts';
import { type Attack, createAttack } from './attack.ts';

const { imul } = Math;

/** Mulberry32: the same seed, the same pictures. */
const seeded = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

describe('the text of a picture code', () => {
  const texts = Array.from({ length: 2_000 }, (_, seed) => choosePictureText(seeded(seed)));

  test('has six digits, none of which is mistaken for another sign', () => {
    expect(texts.filter((text) => !/^[2345689]{6}$/.test(text))).toEqual([]);
  });

  test('has every digit in every place about equally often', () => {
    for (const digit of '2345689') {
      const counts = [0, 1, 2, 3, 4, 5].map((place) => texts.filter((text) => text[place] === digit).length);
      expect(Math.min(...counts)).toBeGreaterThan(200);
      expect(Math.max(...counts)).toBeLessThan(380);
    }
  });
});

describe('a picture code', () => {
  test('is a PNG that fits into an answer of the API', async () => {
    const picture = await drawPictureCode('234589', seeded(1));
    const { width, height } = await loadImage(picture);
    expect([width, height]).toEqual([480, 160]);
    expect(Buffer.from(picture).toString('base64').length).toBeLessThan(200_000);
  });

  test('is the same for the same randomness, another for another', async () => {
    const draw = (seed: number) => drawPictureCode('234589', seeded(seed));
    const [one, same, other] = await Promise.all([draw(7), draw(7), draw(8)]);
    expect(Buffer.compare(one, same)).toBe(0);
    expect(Buffer.compare(one, other)).not.toBe(0);
  });
});

describe('tesseract.js with the usual cleanings', () => {
  let attacks: Attack[];
  beforeAll(async () => {
    attacks = await Promise.all([0, 1].map(() => createAttack('2345689')));
  });
  afterAll(async () => {
    await Promise.all(attacks.map((attack) => attack.close()));
  });

  /** How many of these pictures some way of reading got right. */
  const countSolved = async (seeds: readonly number[], draw: typeof drawPictureCode): Promise<number> => {
    let solved = 0;
    const waiting = [...seeds];
    const work = async (attack: Attack) => {
      for (let seed = waiting.pop(); seed !== undefined; seed = waiting.pop()) {
        const random = seeded(seed);
        const text = choosePictureText(random);
        if ((await attack.read(await draw(text, random))).includes(text)) solved++;
      }
    };
    await Promise.all(attacks.map(work));
    return solved;
  };
  const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

  test('reads the same digits when they are plainly written', async () => {
    const plainly = async (text: string) => {
      const canvas = createCanvas(480, 160);
      const context = canvas.getContext('2d');
      context.fillStyle = '#fff';
      context.fillRect(0, 0, 480, 160);
      context.fillStyle = '#222';
      context.font = '90px DejaVuSans-Bold';
      context.fillText(text, 40, 112);
      return canvas.encode('png');
    };
    expect(await countSolved(seeds(10), plainly)).toBe(10);
  }, 300_000);

  test('solves fewer than 2 of 100', async () => {
    expect(await countSolved(seeds(100), drawPictureCode)).toBeLessThan(2);
  }, 900_000);
});
