import { z } from 'zod';
import { message } from '../../../messages/message.ts';
import type { KeyStorage } from '../answers.ts';
import { step } from '../step.ts';

const storages = ['this-device', 'java-key-store', 'own-csr'] as const satisfies readonly KeyStorage[];

/** Guide, step 7: where the private key lives. It is made by the applicant; we only ever see the request. */
export const keyStorage = step({
  name: 'key-storage',
  clears: ['csr', 'device-key'],
  stored: z.enum(storages),
  ask: () => ({
    text: message('key-storage.ask'),
    choices: storages.map((code) => ({ code, label: message(`key-storage.${code}`) })),
  }),
  parse(reply) {
    const chosen = storages.find((each) => reply.kind === 'choice' && each === reply.code);
    return chosen ? { value: chosen } : { because: message('engine.press-a-button') };
  },
  summary: (storage) => message(`key-storage.summary-${storage}`),
});
