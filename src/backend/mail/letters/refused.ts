import { message } from '../../../messages/message.ts';
import type { WriteLetter } from './letter-words.ts';

export const refused: WriteLetter = ({ reason }, values) => ({
  subject: message('letters.refused-subject', values),
  paragraphs: [
    message('letters.refused-text', values),
    ...(reason ? [message('letters.refused-reason'), { quote: reason }] : []),
    message('letters.refused-next'),
  ],
});
