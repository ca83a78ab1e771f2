// A camera for flat documents: where it stands, the light, and what the lens, the sensor and JPEG do to the picture.
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import sharp from 'sharp';
import type { Random } from './random.ts';

/** Taken once: in a test every look at a global costs, and there are millions. */
const { abs, cos, exp, floor, max, min, round, sin } = Math;

export interface Shot {
  /** Pixels of the picture's long side. */
  readonly size: number;
  /** How much of it the document takes, in its width. */
  readonly share: number;
  readonly degrees: number;
  /** How far the corners may be off, as a part of the document's width. */
  readonly perspective: number;
  /** Standard deviations, in pixels and in tones. */
  readonly blur: number;
  readonly noise: number;
  /** 1 is daylight. */
  readonly light: number;
  readonly shadow: number;
  readonly glare: number;
  readonly clutter: boolean;
  readonly quality: number;
}

export type Grade = 'clean' | 'usual' | 'hard';
export const grades: readonly Grade[] = ['clean', 'usual', 'hard'];

export function chooseShot(grade: Grade, random: Random): Shot {
  const { between, whole, chance } = random;
  switch (grade) {
    case 'clean':
      return {
        size: whole(1200, 2000),
        share: between(0.8, 0.95),
        degrees: between(-3, 3),
        perspective: 0.01,
        blur: between(0, 0.5),
        noise: between(0, 3),
        light: between(0.9, 1),
        shadow: 0,
        glare: 0,
        clutter: false,
        quality: whole(80, 90),
      };
    case 'usual':
      return {
        size: whole(900, 1600),
        share: between(0.68, 0.92),
        degrees: between(-8, 8),
        perspective: 0.035,
        blur: between(0.3, 1),
        noise: between(2, 8),
        light: between(0.65, 1),
        shadow: between(0, 0.4),
        glare: chance(0.3) ? between(0.2, 0.5) : 0,
        clutter: chance(0.6),
        quality: whole(60, 85),
      };
    case 'hard':
      return {
        size: whole(600, 1400),
        share: between(0.62, 0.9),
        degrees: between(-15, 15),
        perspective: 0.07,
        blur: between(0.5, 1.4),
        noise: between(5, 15),
        light: between(0.3, 1),
        shadow: between(0.2, 0.6),
        glare: chance(0.5) ? between(0.4, 0.9) : 0,
        clutter: true,
        quality: whole(40, 70),
      };
  }
}

/** How wide the document should be drawn for this shot, so that nothing is enlarged. */
export const drawnWidth = ({ size, share }: Shot): number => round(size * share * 1.25);

type Point = readonly [number, number];

export async function photograph(paper: Canvas, shot: Shot, random: Random, turned = 0): Promise<Buffer> {
  const isUpright = paper.height > paper.width;
  const [width, height] = isUpright ? [round(shot.size * 0.75), shot.size] : [shot.size, round(shot.size * 0.75)];
  const scene = createCanvas(width, height);
  const context = scene.getContext('2d');
  paintTable(context, width, height, shot.clutter, random);
  const pixels = context.getImageData(0, 0, width, height).data;
  lay(paper, pixels, width, height, corners(paper, shot, width, height, random));
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

/** The document seen from aside: every pixel of the scene looks up where on the paper it lies. */
function lay(paper: Canvas, scene: Uint8ClampedArray, width: number, height: number, to: readonly Point[]): void {
  const source = paper.getContext('2d').getImageData(0, 0, paper.width, paper.height).data;
  const place = new Float64Array(2);
  const look = projection(to, [
    [0, 0],
    [paper.width, 0],
    [paper.width, paper.height],
    [0, paper.height],
  ]);
  const right = paper.width - 1;
  const bottom = paper.height - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      look(x, y, place);
      const u = place[0] as number;
      const v = place[1] as number;
      if (u < 0 || v < 0 || u >= right || v >= bottom) continue;
      const at = (floor(v) * paper.width + floor(u)) * 4;
      const below = at + paper.width * 4;
      const across = u - floor(u);
      const down = v - floor(v);
      for (let channel = 0; channel < 3; channel++) {
        const upper = (source[at + channel] as number) * (1 - across) + (source[at + 4 + channel] as number) * across;
        const lower =
          (source[below + channel] as number) * (1 - across) + (source[below + 4 + channel] as number) * across;
        scene[(y * width + x) * 4 + channel] = upper * (1 - down) + lower * down;
      }
    }
  }
}

function expose(pixels: Uint8ClampedArray, width: number, height: number, shot: Shot, random: Random): void {
  const edge = random.between(0.2, 0.8);
  const slope = random.between(-0.6, 0.6);
  const [glareX, glareY, glareSize] = [
    random.unit() * width,
    random.unit() * height,
    random.between(0.08, 0.25) * width,
  ];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const across = (x / width - edge + slope * (y / height - 0.5)) * 12;
      const shadow = 1 - shot.shadow / (1 + exp(-across));
      const distance = ((x - glareX) ** 2 + (y - glareY) ** 2) / (2 * glareSize ** 2);
      const glare = shot.glare * 255 * exp(-distance);
      const at = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel++) {
        pixels[at + channel] = (pixels[at + channel] as number) * shot.light * shadow + glare;
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

/** The perspective that takes four points to four others. */
function projection(from: readonly Point[], to: readonly Point[]): (x: number, y: number, place: Float64Array) => void {
  const rows: number[][] = [];
  from.forEach(([x, y], at) => {
    const [u, v] = to[at] as Point;
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  });
  const [a, b, c, d, e, f, g, h] = solve(rows) as [number, number, number, number, number, number, number, number];
  return (x, y, place) => {
    const depth = g * x + h * y + 1;
    place[0] = (a * x + b * y + c) / depth;
    place[1] = (d * x + e * y + f) / depth;
  };
}

/** Gauss and Jordan, with pivots. */
function solve(rows: number[][]): number[] {
  rows.forEach((_, column) => {
    const pivot = rows.reduce(
      (best, row, at) => (at >= column && abs(row[column] ?? 0) > abs(rows[best]?.[column] ?? 0) ? at : best),
      column,
    );
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    const own = rows[column] as number[];
    const scale = own[column] as number;
    own.forEach((value, at) => {
      own[at] = value / scale;
    });
    rows.forEach((row, at) => {
      const factor = row[column] ?? 0;
      if (at === column || factor === 0) return;
      row.forEach((value, index) => {
        row[index] = value - factor * (own[index] ?? 0);
      });
    });
  });
  return rows.map((row) => row.at(-1) as number);
}
