import type { Language } from '../../../domain/language.ts';
import type { Translate } from '../../../messages/messages.ts';
import { type DeskWords, wordsIn } from '../words.ts';

const codes = ['identity', 'form', 'domain', 'mistake', 'wish'] as const;

/** Common reasons for a refusal: named in the operator's language, worded in the applicant's. */
export const reasonTemplates = ({ t }: DeskWords, applicantLanguage: Language, translate: Translate) =>
  codes.map((code) => ({
    code,
    label: t(`refusal-${code}`),
    text: templateText(code, applicantLanguage, translate),
  }));

/** The text of a template that was chosen without filling in words; undefined when there is no such template. */
export function templateText(chosen: string, language: Language, translate: Translate): string | undefined {
  const code = codes.find((each) => each === chosen);
  return code && wordsIn(language, translate).t(`refusal-${code}-text`);
}
