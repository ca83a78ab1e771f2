import type { Clock } from '../../domain/clock.ts';
import type { Regions } from '../regions/regions.ts';
import type { Applications } from './applications.ts';
import { type Forms, formContent } from './form-requests.ts';
import type { Letter, LettersRefused, LettersToSend } from './letter.ts';
import type { Mailer } from './mailer.ts';

export interface SendingLetters {
  readonly outbox: LettersToSend;
  readonly refusedLetters: Pick<LettersRefused, 'refuse'>;
  readonly applications: Pick<Applications, 'find'>;
  readonly forms: Forms;
  readonly regions: Regions;
  readonly mailer: Mailer;
  readonly clock: Clock;
}

export class LetterNotSent extends Error {
  override readonly name = 'LetterNotSent';
}

/**
 * A letter leaves once, unless a crash comes between the SMTP server's answer and our note of it: then twice, under the same
 * Message-ID. Throws to be tried again.
 */
export function createSendLetter(parts: SendingLetters): (id: string, last: boolean) => Promise<void> {
  const { outbox, refusedLetters, mailer, clock } = parts;
  return async (id, last) => {
    const letter = await outbox.open(id);
    if (!letter) return;
    const outcome = await mailer.send(letter, { id, form: await attachedForm(letter, parts) });
    if ('sent' in outcome) return outbox.settle(id, 'sent', clock());
    const isOver = outcome.permanent || last;
    if (isOver && outcome.ofAddress) return refusedLetters.refuse(id, clock(), outcome);
    if (isOver) return outbox.settle(id, 'failed', clock(), outcome.because);
    await outbox.note(id, outcome.because);
    throw new LetterNotSent(outcome.because);
  };
}

/** Goes with the first letter; nothing to attach once the application is destroyed. */
async function attachedForm({ kind, number }: Letter, { applications, forms, regions }: SendingLetters) {
  if (kind !== 'submitted') return undefined;
  const application = await applications.find(number);
  const content = application && formContent(application, regions);
  return content && forms.pdf(content);
}
