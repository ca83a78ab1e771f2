import { describe, expect, test } from '@jest/globals';
import { type LetterKind, letterKinds } from '../../../src/backend/applications/letter.ts';
import { composeLetter } from '../../../src/backend/mail/compose.ts';
import { readRegions } from '../../../src/backend/regions/regions.ts';
import { type Language, languages } from '../../../src/domain/language.ts';
import { createTranslate } from '../../../src/messages/messages.ts';
import { letterOfKind } from './letters.ts';

const translate = createTranslate();
const regions = await readRegions();
const compose = (kind: LetterKind, language: Language, more = {}) =>
  composeLetter(letterOfKind(kind, language, more), translate, regions);

describe.each(letterKinds)('the letter "%s"', (kind) => {
  test.each(languages)('in %s has the number in its subject, and no gap left open', (language) => {
    const { subject, text, html } = compose(kind, language);
    expect(subject).toContain('482-093-755-618-804');
    expect(`${subject}${text}${html}`).not.toMatch(/\{\{|undefined|null|Invalid Date|letters\./);
    expect(text).toContain('апи.қаз (xn--80aqu.xn--80ao21a)');
    expect(text).toContain('1414');
    expect(html).toContain(`<html lang="${language}">`);
  });

  test('fetches nothing, leads nowhere and follows nobody', () => {
    expect(compose(kind, 'ru').html).not.toMatch(/https?:|src=|<a |<img|<script|url\(/);
  });

  test('says the same in HTML as in text', () => {
    const { text, html } = compose(kind, 'kk');
    const words = (from: string) => from.match(/[\p{L}\p{N}]+/gu) ?? [];
    const shown = html
      .replace(/<title>.*<\/title>|<h1.*<\/h1>/g, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/&(lt|gt|amp);/g, ' ');
    expect(words(shown)).toEqual(words(text));
  });
});

describe('what letters say', () => {
  test.each<[LetterKind, Language, string]>([
    ['submitted', 'kk', 'Соңғы күні: 2026 жылғы 28 ақпан.'],
    ['submitted', 'ru', 'Последний день: 28 февраля 2026 года.'],
    ['submitted', 'en', 'The last day is 28 February 2026.'],
    ['issued', 'ru', '1 августа 2026 года'],
    ['issued', 'en', 'Certificates under application'],
    ['expiring', 'ru', 'область Абай, Семей'],
    ['refused', 'ru', 'Құжаттың мерзімі өткен.'],
    ['expired', 'kk', 'жеке деректеріңізбен бірге жойылды'],
  ])('%s, %s: %s', (kind, language, words) => {
    const { subject, text } = compose(kind, language);
    expect(`${subject}\n${text}`).toContain(words);
  });

  test.each([
    [{ surname: 'Үлгі', givenName: 'Айгерім', patronymic: 'Демо' }, 'Здравствуйте, Айгерім Демо!'],
    [{ surname: 'Үлгі', givenName: 'Айгерім', patronymic: null }, 'Здравствуйте, Айгерім!'],
    [{ surname: 'Сынақ-Жалғызтегі', givenName: null, patronymic: null }, 'Здравствуйте, Сынақ-Жалғызтегі!'],
  ])('%j is greeted: %s', (person, greeting) => {
    expect(compose('approved', 'ru', { person }).text).toContain(greeting);
  });

  test('an operator cannot put markup into a letter', () => {
    const { html, text } = compose('refused', 'kk');
    expect(html).toContain('Келесі жолы &lt;жаңасын&gt; алып келіңіз.');
    expect(text).toContain('Келесі жолы <жаңасын> алып келіңіз.');
  });

  test('a wildcard is shown in both spellings', () => {
    const { text } = compose('approved', 'en', { domain: '*.xn--80aqu.xn--80ao21a' });
    expect(text).toContain('*.апи.қаз (*.xn--80aqu.xn--80ao21a)');
  });
});
