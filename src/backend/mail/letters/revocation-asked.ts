import { message } from '../../../messages/message.ts';
import type { WriteLetter } from './letter-words.ts';

/** Also for whoever did not ask: somebody else may have the chat. */
export const revocationAsked: WriteLetter = (_letter, values) => ({
  subject: message('letters.revocation-asked-subject', values),
  paragraphs: [message('letters.revocation-asked-text', values), message('letters.revocation-asked-next')],
});
