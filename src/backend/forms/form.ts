// The printable application: what stands where. Our own layout in Kazakh and Russian; must not know how it is painted.
import { domainToUnicode } from 'node:url';
import type { Language } from '../../domain/language.ts';
import { fullName } from '../../domain/person-name.ts';
import { type MessageKey, message } from '../../messages/message.ts';
import type { Translate } from '../../messages/messages.ts';
import type { FormContent } from '../applications/form-requests.ts';
import { type Block, CONTENT_WIDTH, colours, flow, MARGIN, type Style, shift, stack, textBlock } from './flow.ts';
import { type BoxMark, PAGE_HEIGHT, type Page } from './page.ts';
import { qrCode } from './qr-code.ts';

type Say = (
  key: MessageKey,
  values?: Readonly<Record<string, string | number | Date>>,
) => (language: 'kk' | 'ru') => string;

const LABEL_WIDTH = 168;
const QR_SIDE = 104;

/** The same content gives the same pages. */
export function createFormLayout(translate: Translate): (content: FormContent) => Page[] {
  const say: Say = (key, values) => (language) => translate(message(key, values), language, 'plain');
  const onEveryForm = [...whatToBring(say), ...signatures(say)];
  return (content) => {
    const blocks = [...heading(content, say), ...deadline(content, say), ...answers(content, say), ...onEveryForm];
    const pages = flow(blocks, 0);
    return pages.map((page, index) => [...page, ...footer(content, say, index + 1, pages.length)]);
  };
}

const box = (x: number, y: number, width: number, height: number, colour: string): BoxMark => ({
  kind: 'box',
  x,
  y,
  width,
  height,
  colour,
});
const space = (height: number): Block => ({ height, marks: [] });

/** Kazakh first and darker, Russian below it. */
function bilingual(
  words: (language: 'kk' | 'ru') => string,
  style: Omit<Style, 'language'>,
  width: number,
  x = 0,
): Block {
  const faint = { ...style, colour: colours.faint, size: (style.size ?? 10) * 0.9, font: 'regular' } as const;
  const second = { ...faint, role: 'P' } as const;
  return stack([
    textBlock(words('kk'), { ...style, language: 'kk' }, width, x),
    textBlock(words('ru'), { ...second, language: 'ru' }, width, x),
  ]);
}

function heading({ number }: FormContent, say: Say): Block[] {
  const width = CONTENT_WIDTH - QR_SIDE - 24;
  const words = stack([
    bilingual(say('form.title'), { size: 19, font: 'bold', colour: colours.accent, role: 'H1' }, width),
    space(4),
    textBlock(
      `${say('form.audience')('kk')} · ${say('form.audience')('ru')}`,
      { language: 'kk', size: 8.5, colour: colours.faint },
      width,
    ),
    space(12),
    textBlock(
      `${say('form.number')('kk')} · ${say('form.number')('ru')}`,
      { language: 'kk', size: 8.5, colour: colours.faint },
      width,
    ),
    textBlock(number, { language: 'kk', size: 25, font: 'bold', role: 'H2' }, width),
  ]);
  return [
    {
      height: Math.max(words.height, QR_SIDE) + 14,
      marks: [...words.marks, ...qrCode(number, CONTENT_WIDTH - QR_SIDE, 0, QR_SIDE)],
    },
  ];
}

function deadline({ confirmBy }: FormContent, say: Say): Block[] {
  const half = CONTENT_WIDTH / 2 - 20;
  const side = (language: 'kk' | 'ru') =>
    stack([
      textBlock(say('form.confirm-by')(language), { language, size: 8.5, colour: colours.faint }, half),
      textBlock(
        translateDate(say, confirmBy)(language),
        { language, size: 15, font: 'bold', colour: colours.accent },
        half,
      ),
      space(2),
      textBlock(say('form.confirm-by-note')(language), { language, size: 8 }, half),
    ]);
  const [left, right] = [side('kk'), side('ru')];
  const height = Math.max(left.height, right.height) + 20;
  const marks = [
    box(0, 0, CONTENT_WIDTH, height, colours.tint),
    box(0, 0, 3, height, colours.accent),
    ...shift(left.marks, 14, 10),
    ...shift(right.marks, CONTENT_WIDTH / 2 + 8, 10),
  ];
  return [{ height: height + 12, marks }];
}

const translateDate = (say: Say, moment: Date) => say('form.on-date', { moment });

const keyStorages: Readonly<Record<string, MessageKey>> = {
  'own-csr': 'form.key-storage-own-csr',
  'this-device': 'form.key-storage-this-device',
  'java-key-store': 'form.key-storage-java-key-store',
  chat: 'form.key-storage-chat',
};

function answers(content: FormContent, say: Say): Block[] {
  const width = CONTENT_WIDTH - LABEL_WIDTH;
  const value = (text: string, style: Omit<Style, 'language'> = {}, language: Language = 'kk') =>
    textBlock(text, { size: 10.5, ...style, language }, width);
  const both = (words: (language: 'kk' | 'ru') => string) => bilingual(words, { size: 10.5 }, width);
  const storage = keyStorages[content.keyStorage];
  const unicode = domainToUnicode(content.domain.replace(/^\*\./, ''));
  const readable = content.domain.startsWith('*.') ? `*.${unicode}` : unicode;
  const fingerprint = content.spkiSha256.toUpperCase().match(/.{1,4}/g) ?? [];
  const rows: readonly [MessageKey, Block][] = [
    ['form.applicant', value(fullName(content.person), { font: 'bold', size: 12 })],
    ['form.iin', value(content.iin, { font: 'mono', size: 12 })],
    ['form.email', content.email === null ? both(say('form.email-none')) : value(content.email)],
    ['form.place', both((language) => `${content.region[language]}, ${content.city[language]}`)],
    [
      'form.domain',
      stack([
        value(readable, { font: 'bold' }),
        ...(readable === content.domain ? [] : [value(content.domain, { font: 'mono', size: 9 })]),
      ]),
    ],
    ['form.key-storage', storage ? both(say(storage)) : value(content.keyStorage)],
    [
      'form.key',
      stack([
        value(content.keyDescription),
        value(fingerprint.slice(0, 8).join(' '), { font: 'mono', size: 9 }),
        value(fingerprint.slice(8).join(' '), { font: 'mono', size: 9 }),
      ]),
    ],
    ['form.submitted', both(translateDate(say, content.submittedAt))],
  ];
  return rows.map(([label, filled]) => row(bilingual(say(label), { size: 9 }, LABEL_WIDTH - 14), filled));
}

function row(label: Block, filled: Block): Block {
  const height = Math.max(label.height, filled.height) + 11;
  return {
    height,
    marks: [
      box(0, 0, CONTENT_WIDTH, 0.6, colours.line),
      ...shift(label.marks, 0, 6),
      ...shift(filled.marks, LABEL_WIDTH, 5),
    ],
  };
}

function whatToBring(say: Say): Block[] {
  const half = CONTENT_WIDTH / 2 - 12;
  const side = (language: 'kk' | 'ru') =>
    stack([
      textBlock(say('form.bring')(language), { language, size: 9.5, font: 'bold', role: 'H2' }, half),
      space(2),
      ...(['form.bring-identity', 'form.bring-form'] as const).map((key) =>
        textBlock(`– ${say(key)(language)}`, { language, size: 9 }, half),
      ),
      space(2),
      textBlock(say('form.bring-list')(language), { language, size: 8, colour: colours.faint }, half),
    ]);
  const [left, right] = [side('kk'), side('ru')];
  const height = Math.max(left.height, right.height);
  return [
    {
      height: height + 14,
      marks: [
        box(0, 0, CONTENT_WIDTH, 0.6, colours.line),
        ...shift(left.marks, 0, 9),
        ...shift(right.marks, CONTENT_WIDTH / 2 + 12, 9),
      ],
    },
  ];
}

function signatures(say: Say): Block[] {
  const line = (key: MessageKey): Block => {
    const signature = bilingual(say(key), { size: 8 }, 320);
    const date = bilingual(say('form.date'), { size: 8 }, 110);
    return {
      height: 34 + signature.height,
      marks: [
        box(0, 31, 320, 0.8, colours.ink),
        box(CONTENT_WIDTH - 120, 31, 120, 0.8, colours.ink),
        ...shift(signature.marks, 0, 34),
        ...shift(date.marks, CONTENT_WIDTH - 120, 34),
      ],
    };
  };
  return [stack([line('form.signature-applicant'), line('form.signature-operator')], 2)];
}

function footer({ number }: FormContent, say: Say, page: number, pages: number) {
  const words = stack([
    textBlock(
      `${say('form.support')('kk')} · ${say('form.support')('ru')}`,
      { language: 'kk', size: 8.5, font: 'bold' },
      CONTENT_WIDTH,
    ),
    space(2),
    textBlock(say('form.made-by')('kk'), { language: 'kk', size: 7, colour: colours.faint }, CONTENT_WIDTH),
    textBlock(say('form.made-by')('ru'), { language: 'ru', size: 7, colour: colours.faint }, CONTENT_WIDTH),
    textBlock(
      `${number} · ${say('form.page', { page, pages })('kk')} · ${say('form.page', { page, pages })('ru')}`,
      { language: 'kk', size: 7, colour: colours.faint },
      CONTENT_WIDTH,
    ),
  ]);
  const top = PAGE_HEIGHT - 76;
  return [box(MARGIN, top, CONTENT_WIDTH, 1.2, colours.accent), ...shift(words.marks, MARGIN, top + 7)];
}
