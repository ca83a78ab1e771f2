import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js';
import { readCardRows } from '../../src/bot/reading/zone/card.ts';

let started: Promise<Worker> | undefined;

async function start(): Promise<Worker> {
  const language = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'));
  const options = { langPath: `${language}/4.0.0_best_int`, gzip: true, cacheMethod: 'none' };
  const worker = await createWorker('eng', OEM.LSTM_ONLY, options);
  await worker.setParameters({ tessedit_pageseg_mode: PSM.AUTO });
  return worker;
}

/** What tesseract.js makes of the photo as it is, with its own way of finding rows, and the same parser. */
export async function readUnprepared(picture: Uint8Array): Promise<string | undefined> {
  started ??= start();
  const { data } = await (await started).recognize(Buffer.from(picture));
  const rows = data.text.split('\n').filter((row) => row.trim() !== '');
  for (let at = 0; at + 1 < rows.length; at++) {
    const read = readCardRows(rows.slice(at, at + 3));
    if ('value' in read) return read.value;
  }
  return undefined;
}
