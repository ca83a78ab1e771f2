import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Grey } from './picture/grey.ts';

let isPrepared = false;

/** Its decoder would come from a CDN; the npm package has it too. */
async function prepare(): Promise<void> {
  if (isPrepared) return;
  const file = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const wasmBinary = file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  isPrepared = true;
}

/** What the QR codes in the picture say. */
export async function readQrCodes({ width, height, tones }: Grey): Promise<string[]> {
  await prepare();
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < tones.length; at++) data.fill(tones[at] as number, at * 4, at * 4 + 4);
  const image = { width, height, data, colorSpace: 'srgb' } as ImageData;
  const codes = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 4 });
  return codes.filter(({ isValid }) => isValid).map(({ text }) => text);
}
