import { message } from '../../../messages/message.ts';
import type { WriteLetter } from './letter-words.ts';

export const withdrawn: WriteLetter = (_letter, values) => ({
  subject: message('letters.withdrawn-subject', values),
  paragraphs: [message('letters.withdrawn-text', values), message('letters.expired-next')],
});
