import type en from '../../../locales/en.json';
import { KAZAKHSTAN_TIME_ZONE } from '../../domain/clock.ts';
import type { Language } from '../../domain/language.ts';
import { type Message, message } from '../../messages/message.ts';
import type { Translate } from '../../messages/messages.ts';

type WithoutPlural<Key> = Key extends `${infer Base}_${'one' | 'few' | 'many' | 'other'}` ? Base : Key;
export type DeskKey = WithoutPlural<keyof (typeof en)['desk']> & string;

/** The desk's texts and dates in the reader's language. */
export interface DeskWords {
  t(key: DeskKey, values?: Message['values']): string;
  day(moment: Date): string;
  moment(moment: Date): string;
  hour(moment: Date): string;
  /** Without the year. */
  shortDay(moment: Date): string;
  integer(value: number): string;
}

export function wordsIn(language: Language, translate: Translate): DeskWords {
  const locale = language === 'en' ? 'en-GB' : language;
  const integers = new Intl.NumberFormat(locale);
  const formatted = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, {
      timeZone: KAZAKHSTAN_TIME_ZONE,
      ...options,
    });
    return (moment: Date) => format.format(moment);
  };
  return {
    t: (key, values) => translate(message(`desk.${key}`, values), language, 'plain'),
    day: formatted({ dateStyle: 'medium' }),
    moment: formatted({ dateStyle: 'medium', timeStyle: 'short' }),
    hour: formatted({ timeStyle: 'short' }),
    shortDay: formatted({ day: 'numeric', month: 'short' }),
    integer: (value) => integers.format(value),
  };
}
