import type { Choice } from './step.ts';

/** What fits on a phone without scrolling past the question. */
const PAGE_SIZE = 8;

export interface Page {
  readonly choices: readonly Choice[];
  /** Counts from 0. */
  readonly page: number;
  readonly pages: number;
}

/** The choices whose name or alias contains what was typed, in any language and however it is capitalised. */
export function search(choices: readonly Choice[], typed: string): readonly Choice[] {
  const wanted = fold(typed);
  if (wanted === '') return choices;
  const names = (choice: Choice) =>
    [...('key' in choice.label ? [] : Object.values(choice.label)), ...(choice.aliases ?? [])].map(fold);
  const exact = choices.filter((choice) => names(choice).includes(wanted));
  return exact.length > 0 ? exact : choices.filter((choice) => names(choice).some((name) => name.includes(wanted)));
}

export function pageOf(choices: readonly Choice[], wanted: number): Page {
  const pages = Math.max(1, Math.ceil(choices.length / PAGE_SIZE));
  const page = Math.min(Math.max(0, Math.trunc(wanted)), pages - 1);
  return { page, pages, choices: choices.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE) };
}

/** Kazakh letters as they are typed on a keyboard that has only Russian or Latin ones. */
const plain: Readonly<Record<string, string>> = {
  ә: 'а',
  ғ: 'г',
  қ: 'к',
  ң: 'н',
  ө: 'о',
  ұ: 'у',
  ү: 'у',
  һ: 'х',
  і: 'и',
  ё: 'е',
  й: 'и',
};
const fold = (text: string): string =>
  text
    .trim()
    .normalize('NFC')
    .toLowerCase()
    .replace(/[әғқңөұүһіёй]/g, (letter) => plain[letter] ?? letter)
    .replace(/[\s-]+/g, ' ');
