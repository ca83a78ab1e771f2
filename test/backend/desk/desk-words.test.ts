// Whatever the applications have a code for has a name at the desk, in every language.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { outcomes } from '../../../src/backend/applications/desk-figures.ts';
import { checklistDocuments, queueFilters } from '../../../src/backend/applications/desk-work.ts';
import { letterKinds } from '../../../src/backend/applications/letter.ts';
import { applicationWords } from '../../../src/backend/desk/pages/application-words.ts';
import { wordsIn } from '../../../src/backend/desk/words.ts';
import { applicationStatuses, notices, revocationReasons } from '../../../src/contract/statuses.ts';
import { languages } from '../../../src/domain/language.ts';
import { createTranslate } from '../../../src/messages/messages.ts';

/** Every line that the sources append to the audit, the desk's own apart: those have a type. */
const actions = readdirSync('src/backend', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !/^(desk|storage.generated)/.test(path))
  .map((path) => readFileSync(join('src/backend', path), 'utf8'))
  .flatMap((source) => [...source.matchAll(/(?:\baction(?::| =) |\b(?:record|entry)\()'([a-z-]+)'/g)])
  .map(([, action = '']) => action);

describe.each(languages)('in %s', (language) => {
  const words = wordsIn(language, createTranslate());
  const { actionName, letterName } = applicationWords(words, []);
  const catalogue = JSON.parse(readFileSync(`locales/${language}.json`, 'utf8')).desk as Record<string, string>;

  test.each([
    ['status', applicationStatuses],
    ['notice', notices],
    ['revocation', revocationReasons],
    ['letter', letterKinds],
    ['filter', queueFilters],
    ['empty', queueFilters],
    ['outcome', outcomes],
    ['column', outcomes],
    ['checklist', checklistDocuments],
  ])('every %s has its words', (prefix, codes) => {
    expect(codes.filter((code) => !catalogue[`${prefix}-${code}`])).toEqual([]);
  });

  test('every line of the audit and every letter is named, not spelled', () => {
    expect(actions.length).toBeGreaterThan(12);
    expect(actions.filter((action) => actionName(action) === action)).toEqual([]);
    expect(letterKinds.filter((kind) => letterName(kind) === kind)).toEqual([]);
  });
});
