import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type Language, languages } from '../../src/domain/language.ts';
import { parseHtml } from '../../src/local-telegram/text/html.ts';

type Texts = Readonly<Record<string, string>>;

const read = (language: Language): Texts =>
  flatten(JSON.parse(readFileSync(new URL(`../../locales/${language}.json`, import.meta.url), 'utf8')));
const flatten = (block: object, before = ''): Texts =>
  Object.fromEntries(
    Object.entries(block).flatMap(([name, value]) =>
      typeof value === 'string' ? [[before + name, value]] : Object.entries(flatten(value, `${before}${name}.`)),
    ),
  );
const catalogue: Readonly<Record<Language, Texts>> = { kk: read('kk'), ru: read('ru'), en: read('en') };

const byText = (a: string, b: string) => (a < b ? -1 : Number(a > b));
const plural = /_(zero|one|two|few|many|other)$/;
const base = (key: string) => key.replace(plural, '');
const keys = [...new Set(Object.keys(catalogue.en).map(base))];
const formsOf = (key: string, language: Language) =>
  Object.keys(catalogue[language])
    .filter((each) => base(each) === key)
    .sort(byText);
const sorted = (matches: Iterable<RegExpMatchArray>) => [...new Set([...matches].map(([match]) => match))].sort(byText);
const gaps = (text: string) => sorted(text.matchAll(/\{\{[^}]*\}\}/g));
const tags = (text: string) => [...text.matchAll(/<\/?[a-z][^>]*>/g)].map(([tag]) => tag).sort(byText);

/** Said by the bot: the other blocks belong to the desk and its letters. */
const blocks = new Set(
  'csr engine command home help language privacy cancel reminder service agreement picture-code iin person email email-check region city domain key-storage review submission status application change installation how-to problem notice new-email revocation renewal history support stats reading chat-consent chat-key device-key staff broadcast notices'.split(
    ' ',
  ),
);
const botKeys = keys.filter((key) => blocks.has(key.split('.')[0] ?? ''));
const textsOf = (key: string) =>
  languages.flatMap((language) => formsOf(key, language).map((form) => catalogue[language][form] ?? ''));

/** Reasons, names and answers, which are escaped with the text that they stand in. */
const inside = botKeys.filter(
  (key) =>
    /^(problem|status)\.|\.(summary|name)|^csr\.csr-|^(iin\.iin|email\.email|domain\.domain|chat-key\.(password|key))-/.test(
      key,
    ) && key !== 'status.ask',
);
/** Names every sign that a password may have. */
const ESCAPED = 'chat-key.password-character';

describe.each(languages)('the catalogue in %s', (language) => {
  test('has the same texts as the English one', () => {
    expect([...new Set(Object.keys(catalogue[language]).map(base))].sort(byText)).toEqual([...keys].sort(byText));
  });

  test('has every plural form of the language and no other', () => {
    const forms = [...new Intl.PluralRules(language).resolvedOptions().pluralCategories].sort(byText);
    const withPlurals = keys.filter((key) => formsOf(key, 'en').some((form) => plural.test(form)));
    expect(withPlurals).not.toEqual([]);
    for (const key of withPlurals) {
      expect(formsOf(key, language)).toEqual(forms.map((form) => `${key}_${form}`));
    }
  });

  test('leaves no text empty, and none with a space at its end', () => {
    const bad = Object.entries(catalogue[language]).filter(([, text]) => text.trim() !== text || text === '');
    expect(bad).toEqual([]);
  });

  test.each(keys)('%s has the gaps of the English text', (key) => {
    const expected = gaps(catalogue.en[formsOf(key, 'en').at(-1) ?? ''] ?? '');
    for (const form of formsOf(key, language)) expect(gaps(catalogue[language][form] ?? '')).toEqual(expected);
  });

  test('has the markup of the English text', () => {
    for (const key of botKeys) {
      const expected = tags(catalogue.en[formsOf(key, 'en').at(-1) ?? ''] ?? '');
      for (const form of formsOf(key, language))
        expect([key, tags(catalogue[language][form] ?? '')]).toEqual([key, expected]);
    }
  });
});

describe('the bot’s texts', () => {
  test('are HTML that Telegram takes, with tags it knows and nothing left open', () => {
    for (const text of botKeys.filter((key) => key !== ESCAPED).flatMap(textsOf)) {
      expect(() => parseHtml(text)).not.toThrow();
      expect(tags(text).every((tag) => /^<\/?(b|i|u|s|code|pre|a)(\s[^>]*)?>$/.test(tag))).toBe(true);
      expect(parseHtml(text).text).not.toBe('');
      expect(text.replace(/&(amp|lt|gt|quot);/g, '')).not.toContain('&');
    }
  });

  test('that stand inside another text have no markup, which would be shown as it is', () => {
    expect(inside.length).toBeGreaterThan(70);
    expect(inside.flatMap(textsOf).filter((text) => tags(text).length > 0 || /&\w+;/.test(text))).toEqual([]);
  });

  test('on buttons have no markup and at most 64 characters', () => {
    const labels = new Set(labelKeys());
    expect(labels.size).toBeGreaterThan(30);
    expect([...labels].flatMap(textsOf).filter((text) => text.length > 64 || tags(text).length > 0)).toEqual([]);
    expect([...labels].flatMap(textsOf).filter((text) => text.includes('\n'))).toEqual([]);
  });

  test('over the chat have at most 200 characters', () => {
    const toasts = [
      ...['engine.closed', 'engine.taken', 'language.chosen', 'iin.checking', 'submission.submitting'],
      ...botKeys.filter((key) => key.startsWith('support.toast-')),
    ];
    expect(toasts.flatMap(textsOf).filter((text) => text.length > 200)).toEqual([]);
    expect(toasts.flatMap(textsOf)).toHaveLength(toasts.length * languages.length);
  });

  test('in the menu of commands have at most 256 characters', () => {
    const texts = botKeys.filter((key) => key.startsWith('command.')).flatMap(textsOf);
    expect(texts.length).toBeGreaterThan(0);
    expect(texts.filter((text) => text.length > 256 || tags(text).length > 0)).toEqual([]);
  });

  test('give the guide’s own words for the statuses', () => {
    expect(catalogue.en['status.issued']).toBe('Certificates under the application have been issued');
    expect(catalogue.en['status.set-up']).toBe('Certificates have been set up');
  });

  test('name the help that the guide names, in each language', () => {
    for (const text of textsOf('help.text')) expect(text).toMatch(/1414[\s\S]*support@pki\.gov\.kz/);
  });

  test('are all used', () => {
    const sources = sourceTexts();
    const isUsed = (key: string) =>
      sources.some((source) => source.includes(`'${key}'`)) ||
      // `problem.${code}`: the part in braces stands for anything.
      templates(sources).some((template) => template.test(key));
    expect(botKeys.filter((key) => !isUsed(key))).toEqual([]);
  });

  test('exist wherever a source names one', () => {
    const named = sourceTexts().flatMap((source) =>
      [...source.matchAll(/message\(\s*'([^']+)'/g)].map(([, key]) => key),
    );
    expect(named.length).toBeGreaterThan(60);
    expect(named.filter((key) => !keys.includes(key ?? ''))).toEqual([]);
  });
});

function sourceTexts(): string[] {
  const root = new URL('../../', import.meta.url).pathname;
  const files = execFileSync('find', [`${root}src`, '-name', '*.ts', '-not', '-path', '*/generated/*']);
  return files
    .toString()
    .split('\n')
    .filter((file) => file !== '')
    .map((file) => readFileSync(file, 'utf8'));
}

const templates = (sources: readonly string[]): RegExp[] =>
  sources
    .flatMap((source) => [...source.matchAll(/message\(\s*`([^`]+)`/g)].map(([, template]) => template ?? ''))
    .map((template) => new RegExp(`^${template.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '[\\w-]+')}$`));

/** The keys that a source gives to a label, or to a function that makes a button. */
function labelKeys(): string[] {
  const found = sourceTexts().flatMap((source) =>
    [...source.matchAll(/(?:label: |go\(|turner\(|columns: \d, label: )message\(\s*'([^']+)'/g)].map(
      ([, key]) => key ?? '',
    ),
  );
  const actions = botKeys.filter((key) =>
    /^(application\.(form|picture|status|files|set-up|withdraw|nginx|apache|iis|tomcat|history|revoke|renew|email)|revocation\.(stolen|lost|replaced|changed|closed))$/.test(
      key,
    ),
  );
  return [...found, ...actions, 'review.edit'];
}
