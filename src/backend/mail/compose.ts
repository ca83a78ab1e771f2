// A letter in its reader's language, as text and as HTML. Must not know how it travels.
import { domainToUnicode } from 'node:url';
import { fullName, type PersonName } from '../../domain/person-name.ts';
import { type Message, message } from '../../messages/message.ts';
import type { Markup, Translate } from '../../messages/messages.ts';
import type { Letter, LetterKind } from '../applications/letter.ts';
import type { Regions } from '../regions/regions.ts';
import { approved } from './letters/approved.ts';
import { delayed } from './letters/delayed.ts';
import { ending } from './letters/ending.ts';
import { expired } from './letters/expired.ts';
import { expiring } from './letters/expiring.ts';
import { issued } from './letters/issued.ts';
import type { LetterValues, WriteLetter } from './letters/letter-words.ts';
import { refused } from './letters/refused.ts';
import { revocationAsked } from './letters/revocation-asked.ts';
import { revoked } from './letters/revoked.ts';
import { setUp } from './letters/set-up.ts';
import { submitted } from './letters/submitted.ts';
import { superseded } from './letters/superseded.ts';
import { withdrawn } from './letters/withdrawn.ts';

const letters: Readonly<Record<LetterKind, WriteLetter>> = {
  submitted,
  approved,
  delayed,
  issued,
  'set-up': setUp,
  refused,
  withdrawn,
  expired,
  revoked,
  superseded,
  expiring,
  ending,
  'revocation-asked': revocationAsked,
};

export interface ComposedLetter {
  readonly subject: string;
  readonly text: string;
  /** Complete, without anything that would be fetched. */
  readonly html: string;
}

export function composeLetter(letter: Letter, translate: Translate, regions: Regions): ComposedLetter {
  const { language, person } = letter;
  const words = letters[letter.kind](letter, valuesOf(letter, regions));
  const say = (paragraph: Message | { readonly quote: string }, markup: Markup): string => {
    if ('key' in paragraph) return translate(paragraph, language, markup);
    return translate({ kk: paragraph.quote, ru: paragraph.quote, en: paragraph.quote }, language, markup);
  };
  const greeting = message('letters.greeting', { name: addressed(person) });
  const paragraphs = [greeting, ...words.paragraphs];
  const ending = [message('letters.help'), message('letters.why')];
  const subject = translate(words.subject, language, 'plain');
  return {
    subject,
    text: `${[...paragraphs, '--', ...ending].map((each) => (each === '--' ? '-- ' : say(each as Message, 'plain'))).join('\n\n')}\n`,
    html: page(
      language,
      translate(words.subject, language, 'html'),
      paragraphs.map((each) => paragraph('quote' in each, say(each, 'html'))),
      ending.map((each) => say(each, 'html')),
    ),
  };
}

function valuesOf(
  { number, domain, region, city, confirmBy, validTo, revocation }: Letter,
  regions: Regions,
): LetterValues {
  const host = domain.replace(/^\*\./, '');
  const readable = domain.replace(host, domainToUnicode(host));
  const place = regions.find(region, city);
  const named = (language: 'kk' | 'ru' | 'en') => `${place?.region.name[language]}, ${place?.city.name[language]}`;
  return {
    number,
    domain: readable === domain ? domain : `${readable} (${domain})`,
    place: place ? { kk: named('kk'), ru: named('ru'), en: named('en') } : `${region}, ${city}`,
    confirmBy,
    validTo: validTo ?? '',
    reason: revocation ? message(`revocation.${revocation}`) : '',
  };
}

/** People are addressed by given name and patronymic; those who have only a surname, by that. */
const addressed = (person: PersonName): string =>
  person.givenName === null ? fullName(person) : fullName({ ...person, surname: null });

const paragraph = (quoted: boolean, html: string): string => {
  const lines = html.replaceAll('\n', '<br>');
  return quoted
    ? `<blockquote style="margin:0 0 16px;padding:8px 14px;border-left:3px solid #0b5a8a;background:#eaf3f9">${lines}</blockquote>`
    : `<p style="margin:0 0 16px">${lines}</p>`;
};

const page = (language: string, title: string, paragraphs: readonly string[], ending: readonly string[]): string =>
  `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body style="margin:0;background:#f3f5f7">
<div style="max-width:560px;margin:0 auto;padding:24px 16px;font:16px/1.5 sans-serif;color:#14202e;overflow-wrap:anywhere">
<h1 style="margin:0 0 20px;font-size:20px;line-height:1.3;color:#0b5a8a">${title}</h1>
${paragraphs.join('\n')}
<div style="margin-top:28px;padding-top:12px;border-top:1px solid #c3ccd6;font-size:13px;color:#5a6675">
${ending.map((each) => `<p style="margin:0 0 8px">${each}</p>`).join('\n')}
</div>
</div>
</body>
</html>
`;
