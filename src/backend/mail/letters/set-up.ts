import { message } from '../../../messages/message.ts';
import type { WriteLetter } from './letter-words.ts';

export const setUp: WriteLetter = (_letter, values) => ({
  subject: message('letters.set-up-subject', values),
  paragraphs: [message('letters.set-up-text', values), message('letters.set-up-next')],
});
