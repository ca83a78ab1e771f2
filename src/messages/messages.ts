// Words in the reader's language: i18next behind one function. Knows no Telegram and no question.
import i18next from 'i18next';
import en from '../../locales/en.json' with { type: 'json' };
import kk from '../../locales/kk.json' with { type: 'json' };
import ru from '../../locales/ru.json' with { type: 'json' };
import { KAZAKHSTAN_TIME_ZONE } from '../domain/clock.ts';
import type { Language } from '../domain/language.ts';
import type { MessageValue, Words } from './message.ts';

/** `html`: values are escaped for Telegram's HTML; `plain`: for buttons, file names and anything without markup. */
export type Markup = 'html' | 'plain';
export type Translate = (words: Words, language: Language, markup: Markup) => string;

/** Days before months, as in the country's papers also in English. */
const locales: Readonly<Record<Language, string>> = { kk: 'kk', ru: 'ru', en: 'en-GB' };
/** Written out, because the short forms end with a full stop wherever they stand in a sentence. */
const yearWords: readonly (readonly [RegExp, string])[] = [
  [/ ж\./, ' жылғы'],
  [/ г\./, ' года'],
];

const dates = (options: Intl.DateTimeFormatOptions) => (value: string, language: string | undefined) =>
  yearWords.reduce(
    (text, [short, long]) => text.replace(short, long),
    new Intl.DateTimeFormat(locales[language as Language] ?? locales.ru, {
      timeZone: KAZAKHSTAN_TIME_ZONE,
      ...options,
    }).format(new Date(value)),
  );

/** Loads the catalogue; gaps are written `{{domain}}`, dates `{{confirmBy, date}}` (day) or `{{at, time}}` (day and hour). */
export function createTranslate(): Translate {
  const catalogue = i18next.createInstance();
  // Resources are given, so that init has finished when it returns.
  void catalogue.init({
    resources: { kk: { translation: kk }, ru: { translation: ru }, en: { translation: en } },
    supportedLngs: ['kk', 'ru', 'en'],
    fallbackLng: false,
    initAsync: false,
    interpolation: { escape: escapeHtml },
    returnNull: false,
  });
  const formatter = catalogue.services.formatter;
  formatter?.add('date', dates({ dateStyle: 'long' }));
  formatter?.add('time', dates({ dateStyle: 'long', timeStyle: 'short' }));

  const translate: Translate = (words, language, markup) => {
    if (!('key' in words)) return markup === 'html' ? escapeHtml(words[language]) : words[language];
    const values = Object.fromEntries(
      Object.entries(words.values ?? {}).map(([name, value]) => [name, resolve(value, language)]),
    );
    return catalogue.t(words.key, { lng: language, ...values, interpolation: { escapeValue: markup === 'html' } });
  };

  const resolve = (value: MessageValue, language: Language): string | number => {
    if (value instanceof Date) return value.toISOString();
    return typeof value === 'object' ? translate(value, language, 'plain') : value;
  };

  return translate;
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
