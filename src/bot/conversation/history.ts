// What happened to an application, in plain words, oldest first.
import type { OwnerView } from '../../contract/schemas.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { type Message, message } from '../../messages/message.ts';
import { home } from './application-card.ts';
import type { Screen } from './output.ts';

type Moment = OwnerView['timeline'][number];

export const historyScreen = ({ timeline }: OwnerView, number: ApplicationNumber): Screen => ({
  text: [
    message('history.title', { number }),
    ...timeline.map((moment) => message('history.line', { at: new Date(moment.at), what: wordsFor(moment) })),
  ],
  buttons: [[home]],
});

function wordsFor({ status, by, notice }: Moment): Message {
  if (notice) return message(`history.${notice}`);
  if (status === 'refused') return message(`history.refused-by-${by === 'ca' ? 'ca' : 'operator'}`);
  if (status === 'revoked') return message(`history.revoked-by-${by === 'applicant' ? 'applicant' : 'operator'}`);
  return message(`history.${status}`);
}
