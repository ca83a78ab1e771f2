import { z } from 'zod';
import { message } from '../../../messages/message.ts';
import { step } from '../step.ts';

/** Everything once more before it is submitted; the engine adds the summary lines and an edit button for each. */
export const review = step({
  name: 'review',
  // A submission is a press, never a stored answer: a draft that is read back is always looked at again first.
  stored: z.never(),
  ask: () => ({ text: message('review.ask'), choices: [{ code: 'submit', label: message('review.submit') }] }),
  parse: (reply) => (reply.kind === 'choice' ? { value: 'submitted' } : { because: message('engine.press-a-button') }),
});
