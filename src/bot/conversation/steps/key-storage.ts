import { z } from 'zod';
import { message } from '../../../messages/message.ts';
import { step } from '../step.ts';

/** Guide, step 7: where the private key lives. It is made by the applicant; we only ever see the request. */
export const keyStorage = step({
  name: 'key-storage',
  clears: ['csr'],
  stored: z.literal('own-csr'),
  ask: () => ({
    text: message('key-storage.ask'),
    choices: [{ code: 'own-csr', label: message('key-storage.own-csr') }],
  }),
  parse: (reply) => (reply.kind === 'choice' ? { value: 'own-csr' } : { because: message('engine.press-a-button') }),
  summary: () => message('key-storage.summary-own-csr'),
});
