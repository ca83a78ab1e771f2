import { describe, expect, test } from '@jest/globals';
import { message } from '../../src/messages/message.ts';
import { createTranslate } from '../../src/messages/messages.ts';

const translate = createTranslate();
const noon = new Date('2026-12-05T07:00:00Z');

describe('a date', () => {
  test.each([
    ['kk', 'Өтініміңіз әлі аяқталмаған. Жоба 2026 жылғы 5 желтоқсан күніне дейін сақталады.'],
    ['ru', 'Ваша заявка ещё не закончена. Черновик хранится до 5 декабря 2026 года.'],
    ['en', 'Your application is not finished yet. The draft is kept until 5 December 2026.'],
  ] as const)('in %s is written out, with one full stop', (language, expected) => {
    expect(translate(message('reminder.draft', { endsAt: noon }), language, 'plain')).toBe(`📝 ${expected}`);
  });

  test.each([
    [1, 'қаңтар'],
    [2, 'ақпан'],
    [3, 'наурыз'],
    [4, 'сәуір'],
    [5, 'мамыр'],
    [6, 'маусым'],
    [7, 'шілде'],
    [8, 'тамыз'],
    [9, 'қыркүйек'],
    [10, 'қазан'],
    [11, 'қараша'],
    [12, 'желтоқсан'],
  ])('in month %i has the Kazakh name %s', (month, name) => {
    const endsAt = new Date(Date.UTC(2026, month - 1, 15));
    expect(translate(message('reminder.draft', { endsAt }), 'kk', 'plain')).toContain(`15 ${name} күніне`);
  });

  test('is the one in Kazakhstan, where the day begins five hours earlier', () => {
    const endsAt = new Date('2026-12-31T19:00:00Z');
    expect(translate(message('reminder.draft', { endsAt }), 'en', 'plain')).toContain('1 January 2027');
  });

  test('has its hour where that matters', () => {
    const line = message('history.line', { at: noon, what: message('history.issued') });
    expect(translate(line, 'ru', 'plain')).toBe('5 декабря 2026 года в 12:00\nСертификат выпущен.');
    expect(translate(line, 'kk', 'plain')).toBe('2026 жылғы 5 желтоқсан, 12:00\nСертификат шығарылды.');
  });
});

describe('a number of things', () => {
  test.each([
    ['ru', 1, '1 минуту'],
    ['ru', 3, '3 минуты'],
    ['ru', 5, '5 минут'],
    ['ru', 21, '21 минуту'],
    ['kk', 1, '1 минут'],
    ['kk', 5, '5 минут'],
    ['en', 1, '1 minute '],
    ['en', 2, '2 minutes '],
  ] as const)('in %s: %i', (language, count, expected) => {
    expect(translate(message('problem.too-many-tries', { count }), language, 'plain')).toContain(expected);
  });
});

describe('a value', () => {
  const hostile = '<b>&amp; {{number}} $t(engine.closed) "';

  test('is escaped once in HTML and left alone in plain text', () => {
    const words = message('person.summary', { name: hostile });
    expect(translate(words, 'en', 'plain')).toBe(`Name: ${hostile}`);
    expect(translate(words, 'en', 'html')).toBe('Name: &lt;b&gt;&amp;amp; {{number}} $t(engine.closed) "');
  });

  test('that is a text itself is put into the reader’s language and escaped once', () => {
    const words = message('engine.because', { because: message('engine.none-matches', { typed: '<' }) });
    expect(translate(words, 'en', 'html')).toBe('⚠️ Nothing in the list contains “&lt;”. Here is the whole list.');
    expect(translate(words, 'ru', 'plain')).toBe('⚠️ В списке нет ничего похожего на «<». Вот весь список.');
  });

  test('that has a name in each language is given in the reader’s', () => {
    const region = { kk: 'Абай облысы', ru: 'область Абай', en: 'Abai & Co' };
    expect(translate(message('region.summary', { region }), 'kk', 'html')).toBe('Өңір: Абай облысы');
    expect(translate(region, 'en', 'html')).toBe('Abai &amp; Co');
    expect(translate(region, 'en', 'plain')).toBe('Abai & Co');
  });

  test('stays what it is from one translation to the next', () => {
    translate(message('person.summary', { name: '<' }), 'en', 'plain');
    expect(translate(message('person.summary', { name: '<' }), 'en', 'html')).toBe('Name: &lt;');
  });
});
