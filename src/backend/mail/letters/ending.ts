import { message } from '../../../messages/message.ts';
import type { WriteLetter } from './letter-words.ts';

export const ending: WriteLetter = (_letter, values) => ({
  subject: message('letters.ending-subject', values),
  paragraphs: [message('letters.ending-text', values), message('letters.ending-next')],
});
