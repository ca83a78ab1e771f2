import { message } from '../../../messages/message.ts';
import type { WriteLetter } from './letter-words.ts';

export const expired: WriteLetter = (_letter, values) => ({
  subject: message('letters.expired-subject', values),
  paragraphs: [message('letters.expired-text', values), message('letters.expired-next')],
});
