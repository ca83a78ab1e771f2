import type { Language } from '../../../domain/language.ts';
import { type Message, message, type Named } from '../../../messages/message.ts';
import type { StaffButton } from '../../staff/screen.ts';
import { draftData } from './data.ts';

export const languageWords = (language: Language): Message => message(`broadcast.language-${language}`);

/** What reads the same in every language. */
export const same = (text: string): Named => ({ kk: text, ru: text, en: text });

/** To the draft's own screen. */
export const back = (draft: string): StaffButton => ({
  label: message('broadcast.back'),
  data: draftData(draft, 'panel'),
});
