// A camera for flat documents: where it stands, the light, and what the lens, the sensor and JPEG do to the picture.
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import sharp from 'sharp';
import { lay, type Pixels, type Point } from './perspective.ts';
import type { Random } from './random.ts';
import type { Shot } from './shot.ts';

/** Taken once: in a test every look at a global costs, and there are millions. */
const { abs, cos, exp, max, min, round, sin } = Math;

export async function photograph(paper: Canvas, shot: Shot, random: Random, turned = 0): Promise<Buffer> {
  const isUpright = paper.height > paper.width;
  const [width, height] = isUpright ? [round(shot.size * 0.75), shot.size] : [shot.size, round(shot.size * 0.75)];
  const scene = createCanvas(width, height);
  const context = scene.getContext('2d');
  paintTable(context, width, height, shot.clutter, random);
  const pixels = context.getImageData(0, 0, width, height).data;
  lay(pixelsOf(paper), { width, height, data: pixels }, corners(paper, shot, width, height, random));
  const grey = random.chance(0.02);
  expose(pixels, width, height, shot, random);
  let picture = sharp(Buffer.from(pixels.buffer), { raw: { width, height, channels: 4 } }).removeAlpha();
  if (shot.blur > 0.3) picture = picture.blur(shot.blur);
  if (grey) picture = picture.greyscale();
  const raw = await picture.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  addNoise(raw.data, shot.noise, random);
  const { info } = raw;
  return sharp(raw.data, { raw: { width: info.width, height: info.height, channels: info.channels as 3 } })
    .rotate(turned)
    .jpeg({ quality: shot.quality })
    .toBuffer();
}

function pixelsOf(canvas: Canvas): Pixels {
  return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
}

function corners(paper: Canvas, shot: Shot, width: number, height: number, random: Random): Point[] {
  const half = (width * shot.share) / 2;
  const tall = (half * paper.height) / paper.width;
  const angle = (shot.degrees * Math.PI) / 180;
  // A turned document must still be whole in the picture.
  const fit = min(
    1,
    width / 2 / (half * cos(angle) + tall * abs(sin(angle))),
    height / 2 / (tall * cos(angle) + half * abs(sin(angle))),
  );
  const jitter = () => random.between(-1, 1) * shot.perspective * half;
  const shift: Point = [
    random.between(-0.2, 0.2) * (width / 2 - half),
    random.between(-0.2, 0.2) * (height / 2 - tall),
  ];
  return (
    [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const
  ).map(([x, y]) => {
    const [right, down] = [x * half * fit * 0.98, y * tall * fit * 0.98];
    return [
      width / 2 + shift[0] + right * cos(angle) - down * sin(angle) + jitter(),
      height / 2 + shift[1] + right * sin(angle) + down * cos(angle) + jitter(),
    ];
  });
}

function paintTable(context: SKRSContext2D, width: number, height: number, clutter: boolean, random: Random): void {
  context.fillStyle = `hsl(${random.whole(0, 360)} ${random.whole(5, 35)}% ${random.whole(20, 70)}%)`;
  context.fillRect(0, 0, width, height);
  if (!clutter) return;
  for (let thing = 0; thing < 24; thing++) {
    context.fillStyle = `hsl(${random.whole(0, 360)} ${random.whole(5, 60)}% ${random.whole(10, 90)}%)`;
    const [x, y] = [random.between(-0.1, 1) * width, random.between(-0.1, 1) * height];
    if (random.chance(0.5))
      context.fillRect(x, y, random.between(0.02, 0.3) * width, random.between(0.01, 0.2) * height);
    else {
      context.font = `${random.whole(10, 40)}px specimen-sans`;
      context.fillText('lorem ipsum <<< 0123 dolor sit amet', x, y);
    }
  }
}

function expose(pixels: Uint8ClampedArray, width: number, height: number, shot: Shot, random: Random): void {
  const edge = random.between(0.2, 0.8);
  const slope = random.between(-0.6, 0.6);
  const [glareX, glareY] = [random.unit() * width, random.unit() * height];
  const glareSize = random.between(0.08, 0.25) * width;
  const { light, shadow: dark, glare: bright } = shot;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const across = (x / width - edge + slope * (y / height - 0.5)) * 12;
      const shadow = dark === 0 ? 1 : 1 - dark / (1 + exp(-across));
      const distance = ((x - glareX) ** 2 + (y - glareY) ** 2) / (2 * glareSize ** 2);
      const glare = bright === 0 ? 0 : bright * 255 * exp(-distance);
      const at = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel++) {
        pixels[at + channel] = (pixels[at + channel] as number) * light * shadow + glare;
      }
    }
  }
}

function addNoise(tones: Uint8Array, deviation: number, random: Random): void {
  if (deviation === 0) return;
  for (let at = 0; at < tones.length; at++) {
    const noise = (random.unit() + random.unit() + random.unit() - 1.5) * 2 * deviation;
    tones[at] = max(0, min(255, (tones[at] ?? 0) + noise));
  }
}
