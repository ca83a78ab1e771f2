// What somebody without a trained model of their own would try: clean the picture, then let tesseract.js read it.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { createWorker, OEM, PSM } from 'tesseract.js';
import {
  type Cleaning,
  dropThinLines,
  edges,
  enlarge,
  type Grey,
  invert,
  levelColumns,
  median,
  threshold,
} from './cleanings.ts';

interface Way {
  readonly steps: readonly Cleaning[];
  readonly mode: PSM;
}

const ways: readonly Way[] = [
  { steps: [], mode: PSM.SINGLE_WORD },
  { steps: [median, threshold, enlarge], mode: PSM.SINGLE_LINE },
  { steps: [median, threshold, invert], mode: PSM.RAW_LINE },
  { steps: [median, threshold, dropThinLines], mode: PSM.SINGLE_WORD },
  { steps: [median, threshold, edges], mode: PSM.SINGLE_WORD },
  { steps: [levelColumns, median, threshold, dropThinLines], mode: PSM.SINGLE_WORD },
];

export interface Attack {
  /** One reading for each way that is tried. */
  read(picture: Uint8Array): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function createAttack(alphabet: string): Promise<Attack> {
  const language = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'));
  const langPath = `${language}/4.0.0_best_int`;
  const worker = await createWorker('eng', OEM.LSTM_ONLY, { langPath, gzip: true, cacheMethod: 'none' });
  await worker.setParameters({ tessedit_char_whitelist: alphabet });
  return {
    async read(picture) {
      const readings: string[] = [];
      const grey = await toGrey(picture);
      for (const { steps, mode } of ways) {
        const cleaned = steps.reduce((current, step) => step(current), grey);
        await worker.setParameters({ tessedit_pageseg_mode: mode });
        const { data } = await worker.recognize(portableGreyMap(cleaned));
        readings.push(data.text.replace(/\s/g, ''));
      }
      return readings;
    },
    close: async () => void (await worker.terminate()),
  };
}

async function toGrey(picture: Uint8Array): Promise<Grey> {
  const image = await loadImage(picture);
  const { width, height } = image;
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const tones = new Uint8ClampedArray(width * height);
  for (let at = 0; at < tones.length; at++) {
    tones[at] = ((data[at * 4] ?? 0) + (data[at * 4 + 1] ?? 0) + (data[at * 4 + 2] ?? 0)) / 3;
  }
  return { width, height, tones };
}

const portableGreyMap = ({ width, height, tones }: Grey): Buffer =>
  Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), Buffer.from(tones.buffer)]);
