import en from '../../locales/en.json' with { type: 'json' };
import kk from '../../locales/kk.json' with { type: 'json' };
import ru from '../../locales/ru.json' with { type: 'json' };
import type { Language } from '../domain/language.ts';

export type Word = keyof (typeof en)['key-page'];
export type Say = (word: Word, values?: Readonly<Record<string, string>>) => string;

const catalogue: Readonly<Record<Language, Readonly<Record<Word, string>>>> = {
  en: en['key-page'],
  kk: kk['key-page'],
  ru: ru['key-page'],
};

/** The page's words with their gaps filled. What comes out is text, never markup. */
export const createSay =
  (language: Language): Say =>
  (word, values = {}) =>
    catalogue[language][word].replace(/\{\{(\w+)\}\}/g, (_gap, name: string) => values[name] ?? '');
