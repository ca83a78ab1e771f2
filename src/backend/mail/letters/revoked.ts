import { message } from '../../../messages/message.ts';
import type { WriteLetter } from './letter-words.ts';

export const revoked: WriteLetter = (_letter, values) => ({
  subject: message('letters.revoked-subject', values),
  paragraphs: [message('letters.revoked-text', values), message('letters.revoked-next')],
});
