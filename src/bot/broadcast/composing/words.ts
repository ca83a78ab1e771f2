import type { Language } from '../../../domain/language.ts';
import { type Message, message } from '../../../messages/message.ts';
import type { StaffButton } from '../../staff/screen.ts';
import { draftData } from './data.ts';

export const languageWords = (language: Language): Message => message(`broadcast.language-${language}`);

/** To the draft's own screen. */
export const back = (draft: string): StaffButton => ({
  label: message('broadcast.back'),
  data: draftData(draft, 'panel'),
});
