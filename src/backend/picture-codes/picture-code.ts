// Draws digits that people read and programs do not. Must not know who asks, nor whether the answer was right.
import { createCanvas } from '@napi-rs/canvas';
import { bend } from './bend.ts';
import { drawDigits } from './digits.ts';
import { drawGround } from './ground.ts';
import type { Mask } from './mask.ts';
import { between, pick, type Random } from './random.ts';

const { round } = Math;

const WIDTH = 480;
const HEIGHT = 160;
const LENGTH = 6;
/** Digits are typed the same on a Kazakh, a Russian and an English keyboard; 0, 1 and 7 are mistaken for O, 7 and 1. */
const alphabet = '2345689';
const GRAIN = 0.3;
/** Few shades keep the picture small. */
const SHADES = 12;

/** Six digits, 117,649 texts: for a single try at each picture. */
export const choosePictureText = (random: Random): string =>
  Array.from({ length: LENGTH }, () => pick(random, alphabet)).join('');

/**
 * A PNG of 480 x 160. Where a digit crosses a band of the ground, dark and light change places: the eye follows the outline,
 * but neither a threshold nor a blur separates the digits from the ground. The same text and randomness give the same bytes.
 */
export function drawPictureCode(text: string, random: Random): Promise<Uint8Array> {
  const digits = bend(drawDigits(text, WIDTH, HEIGHT, random), random);
  const ground = drawGround(WIDTH, HEIGHT, random);
  return paint(digits, ground, random);
}

function paint(digits: Mask, ground: Mask, random: Random): Promise<Uint8Array> {
  const colour = (least: number, most: number) => [0, 1, 2].map(() => between(random, least, most));
  const ink = colour(15, 80);
  const paper = colour(200, 250);
  const canvas = createCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  const picture = context.createImageData(WIDTH, HEIGHT);
  for (let at = 0; at < digits.opacity.length; at++) {
    const digit = digits.opacity[at] ?? 0;
    const behind = ground.opacity[at] ?? 0;
    const dark = digit * (1 - behind) + behind * (1 - digit);
    const shade = round((dark + (random() - 0.5) * GRAIN) * SHADES) / SHADES;
    for (let channel = 0; channel < 3; channel++) {
      picture.data[at * 4 + channel] = (ink[channel] ?? 0) * shade + (paper[channel] ?? 0) * (1 - shade);
    }
    picture.data[at * 4 + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
  return canvas.encode('png');
}
