import { message } from '../../../messages/message.ts';
import type { WriteLetter } from './letter-words.ts';

export const issued: WriteLetter = ({ validTo }, values) => ({
  subject: message('letters.issued-subject', values),
  paragraphs: [
    message('letters.issued-text', values),
    ...(validTo ? [message('letters.issued-valid', values)] : []),
    message('letters.issued-trust'),
  ],
});
