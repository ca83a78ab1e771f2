import { message } from '../../../messages/message.ts';
import type { WriteLetter } from './letter-words.ts';

export const delayed: WriteLetter = (_letter, values) => ({
  subject: message('letters.delayed-subject', values),
  paragraphs: [message('letters.delayed-text', values)],
});
