import { message } from '../../../messages/message.ts';
import type { WriteLetter } from './letter-words.ts';

export const approved: WriteLetter = (_letter, values) => ({
  subject: message('letters.approved-subject', values),
  paragraphs: [message('letters.approved-text', values)],
});
