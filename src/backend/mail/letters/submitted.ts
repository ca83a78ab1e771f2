import { message } from '../../../messages/message.ts';
import type { WriteLetter } from './letter-words.ts';

/** The form goes with it. */
export const submitted: WriteLetter = (_letter, values) => ({
  subject: message('letters.submitted-subject', values),
  paragraphs: [
    message('letters.submitted-text', values),
    message('letters.submitted-next', values),
    message('letters.submitted-form'),
  ],
});
