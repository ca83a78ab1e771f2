import type { Language } from '../../domain/language.ts';

export interface CannedAnswer {
  /** What the button reads. */
  readonly name: string;
  readonly texts: Readonly<Partial<Record<Language, string>>>;
}

/** Answers that the staff keep ready, in up to three languages each. */
export interface CannedAnswers {
  /** By name. */
  list(): Promise<readonly CannedAnswer[]>;
  find(name: string): Promise<CannedAnswer | undefined>;
  put(name: string, language: Language, text: string): Promise<void>;
  /** False when there is none with this name. */
  remove(name: string): Promise<boolean>;
}

/** Short enough for a button and its data; without spaces, so that a command can name it. */
export const isCannedName = (text: string): boolean => /^[\p{L}\p{Nd}-]{1,20}$/u.test(text);
