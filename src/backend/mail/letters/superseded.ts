import { message } from '../../../messages/message.ts';
import type { WriteLetter } from './letter-words.ts';

export const superseded: WriteLetter = (_letter, values) => ({
  subject: message('letters.superseded-subject', values),
  paragraphs: [message('letters.superseded-text', values), message('letters.superseded-next')],
});
