import { message } from '../../../messages/message.ts';
import type { WriteLetter } from './letter-words.ts';

export const expiring: WriteLetter = (_letter, values) => ({
  subject: message('letters.expiring-subject', values),
  paragraphs: [message('letters.expiring-text', values), message('letters.expiring-next', values)],
});
