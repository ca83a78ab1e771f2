import { z } from 'zod';
import { message } from '../../../messages/message.ts';
import { step } from '../step.ts';

/** Guide, step 1: read what it is about, then "Submit application". */
export const service = step({
  name: 'service',
  stored: z.literal('ssl-individual'),
  ask: () => ({
    text: message('service.ask'),
    choices: [{ code: 'apply', label: message('service.apply') }],
  }),
  parse: (reply) =>
    reply.kind === 'choice' ? { value: 'ssl-individual' } : { because: message('engine.press-a-button') },
});
