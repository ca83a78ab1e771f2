// tesseract.js with the language data of its npm package: nothing is fetched, nothing is written.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createWorker, OEM, PSM } from 'tesseract.js';
import type { Grey } from './picture/grey.ts';

/** What may stand in a row: of a machine-readable zone, or of plain numbers. */
export type Alphabet = 'zone' | 'digits';
const alphabets: Readonly<Record<Alphabet, string>> = {
  zone: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<',
  digits: '0123456789-',
};
/** `raw` takes the strip for one row as it is; `line` looks for the row in it first. */
export type Layout = 'raw' | 'line';

export interface Recogniser {
  row(strip: Grey, alphabet: Alphabet, layout: Layout): Promise<string>;
  close(): Promise<void>;
}

export async function createRecogniser(): Promise<Recogniser> {
  const language = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'));
  const options = { langPath: `${language}/4.0.0_best_int`, gzip: true, cacheMethod: 'none' };
  // Numbers are no words: the dictionaries would only pull them towards some.
  const worker = await createWorker('eng', OEM.LSTM_ONLY, options, { load_system_dawg: '0', load_freq_dawg: '0' });
  await worker.setParameters({ user_defined_dpi: '300' });
  let set = '';
  return {
    async row(strip, alphabet, layout) {
      const mode = layout === 'raw' ? PSM.RAW_LINE : PSM.SINGLE_LINE;
      if (set !== `${alphabet} ${mode}`) {
        await worker.setParameters({ tessedit_char_whitelist: alphabets[alphabet], tessedit_pageseg_mode: mode });
        set = `${alphabet} ${mode}`;
      }
      const { data } = await worker.recognize(portableGreyMap(strip));
      return data.text.trim();
    },
    close: async () => void (await worker.terminate()),
  };
}

const portableGreyMap = ({ width, height, tones }: Grey): Buffer =>
  Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), tones]);
