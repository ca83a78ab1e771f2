import { createCanvas } from '@napi-rs/canvas';
import { type Mask, maskOf } from './mask.ts';
import { between, type Random } from './random.ts';

/** Broad upright bands as wide as a digit is, and two thin curves across all of them. */
export function drawGround(width: number, height: number, random: Random): Mask {
  const context = createCanvas(width, height).getContext('2d');
  context.globalCompositeOperation = 'xor';
  const around = (x: number, by: number) => x + between(random, -by, by);
  for (let x = between(random, -30, 30); x < width; x += between(random, 95, 140)) {
    context.lineWidth = between(random, 44, 62);
    context.beginPath();
    context.moveTo(around(x, 40), -40);
    context.bezierCurveTo(around(x, 85), height * 0.3, around(x, 85), height * 0.7, around(x, 40), height + 40);
    context.stroke();
  }
  const y = () => between(random, 35, height - 35);
  for (let curve = 0; curve < 2; curve++) {
    context.lineWidth = between(random, 4, 6);
    context.beginPath();
    context.moveTo(-10, y());
    context.bezierCurveTo(width / 3, y(), (2 * width) / 3, y(), width + 10, y());
    context.stroke();
  }
  return maskOf(context);
}
