// tesseract.js with the language data of its npm package: nothing is fetched, nothing is written.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createWorker, OEM, PSM } from 'tesseract.js';
import type { Grey } from './picture/grey.ts';

/** What may stand in a row: of a machine-readable zone, of plain numbers, or of any print. */
export type Alphabet = 'zone' | 'digits' | 'any';
const alphabets: Readonly<Record<Alphabet, string>> = {
  zone: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<',
  digits: '0123456789-',
  any: '',
};
/** `raw` takes the strip for one row as it is; `line` looks for the row in it first. */
export type Layout = 'raw' | 'line';

export interface Recogniser {
  row(strip: Grey, alphabet: Alphabet, layout: Layout): Promise<string>;
  close(): Promise<void>;
}

export interface PageRecogniser extends Recogniser {
  /**
   * All that is written anywhere on it, upright. Only digits and Latin letters can be relied on. `confidence`: 0 to 100; below 50
   * for what is not upright.
   */
  page(picture: Grey): Promise<{ readonly text: string; readonly confidence: number }>;
}

export async function createRecogniser(): Promise<PageRecogniser> {
  const language = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'));
  const options = { langPath: `${language}/4.0.0_best_int`, gzip: true, cacheMethod: 'none' };
  // Numbers are no words: the dictionaries would only pull them towards some.
  const worker = await createWorker('eng', OEM.LSTM_ONLY, options, { load_system_dawg: '0', load_freq_dawg: '0' });
  await worker.setParameters({ user_defined_dpi: '300' });
  let set = '';
  async function recognise(picture: Grey, whitelist: string, mode: PSM) {
    if (set !== `${whitelist} ${mode}`) {
      await worker.setParameters({ tessedit_char_whitelist: whitelist, tessedit_pageseg_mode: mode });
      set = `${whitelist} ${mode}`;
    }
    const { data } = await worker.recognize(portableGreyMap(picture));
    return { text: data.text.trim(), confidence: data.confidence };
  }
  return {
    async row(strip, alphabet, layout) {
      const mode = layout === 'raw' ? PSM.RAW_LINE : PSM.SINGLE_LINE;
      return (await recognise(strip, alphabets[alphabet], mode)).text;
    },
    page: (picture) => recognise(picture, '', PSM.SPARSE_TEXT),
    close: async () => void (await worker.terminate()),
  };
}

const portableGreyMap = ({ width, height, tones }: Grey): Buffer =>
  Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), tones]);
