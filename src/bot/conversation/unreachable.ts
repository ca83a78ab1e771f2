// The backend gave no answer. The draft stays where it is, and the reply with it: nothing has to be typed again.
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import { message } from '../../messages/message.ts';
import type { Conversation, Unanswered } from './conversation.ts';
import { askPerson, go } from './menu.ts';
import type { Button, Screen } from './output.ts';
import type { Press } from './press.ts';
import { aside, type Happening, type Turn, takeOver } from './turn.ts';

/** `isSecret`: what was typed must not be remembered. `words`: what the question's message reads. */
export async function unreachable(
  happening: Happening,
  state: Conversation,
  isSecret: boolean,
  words: () => Promise<Screen['text'] | undefined>,
): Promise<Turn> {
  const text = [message('engine.unreachable')];
  if (!isForTheQuestion(happening, state)) {
    return aside({ text, buttons: [[tryAgain(pressFor(happening, state))], [askPerson]] }, state);
  }
  const buttons = [[tryAgain({ to: 'go', where: 'retry' })], [askPerson], [go(message('engine.cancel'), 'cancel')]];
  const covered = happening.kind === 'text' ? await words().catch(() => undefined) : undefined;
  return takeOver(
    { text, buttons },
    { ...state, unanswered: isSecret ? null : unansweredOf(happening, state) },
    covered,
  );
}

const tryAgain = (press: Press): Button => ({ label: message('engine.try-again'), press });

/** An answer, or a press on the question's own keyboard. */
const isForTheQuestion = (happening: Happening, { place }: Conversation): boolean =>
  place === 'question' &&
  (happening.kind === 'press'
    ? happening.press !== undefined && ('screen' in happening.press || isRetry(happening.press))
    : happening.kind !== 'command');

const isRetry = (press: Press): boolean => press.to === 'go' && press.where === 'retry';

function unansweredOf(happening: Happening, { asked, unanswered }: Conversation): Unanswered | null {
  if (asked === null) return null;
  if (happening.kind === 'text') return { step: asked, reply: { kind: 'text', text: happening.text } };
  if (happening.kind !== 'press' || !happening.press) return null;
  if (isRetry(happening.press)) return unanswered;
  return happening.press.to === 'choice'
    ? { step: asked, reply: { kind: 'choice', code: happening.press.code } }
    : null;
}

/** The same once more: what was pressed, or the number that was asked about. */
function pressFor(happening: Happening, { place, keyStore, revoking, addressing }: Conversation): Press {
  if (happening.kind === 'press' && happening.press && !('screen' in happening.press)) return happening.press;
  if (place === 'key-password' && keyStore && happening.kind !== 'command') {
    return { to: 'application', action: keyStore.as, number: keyStore.number };
  }
  if (place === 'revocation' && revoking && happening.kind !== 'command') {
    return { to: 'application', action: 'revoke', number: revoking.number };
  }
  if (place === 'new-email' && addressing && happening.kind !== 'command') {
    return { to: 'application', action: 'email', number: addressing.number };
  }
  const number = numberIn(happening);
  return number ? { to: 'application', action: 'status', number } : { to: 'go', where: 'continue' };
}

const numberIn = (happening: Happening): ApplicationNumber | undefined =>
  happening.kind === 'text'
    ? parseApplicationNumber(happening.text)
    : happening.kind === 'command'
      ? parseApplicationNumber(happening.argument)
      : undefined;
