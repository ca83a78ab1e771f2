import { z } from 'zod';
import { message } from '../../../messages/message.ts';
import type { KeyStorage } from '../answers.ts';
import { step } from '../step.ts';

const byApplicant = ['this-device', 'java-key-store', 'own-csr'] as const satisfies readonly KeyStorage[];
const storages = [...byApplicant, 'chat'] as const satisfies readonly KeyStorage[];

/** Guide, step 7: where the private key lives. `isChatOffered`: the bot may make it, as a last resort and with a warning. */
export const keyStorage = ({ isChatOffered }: { readonly isChatOffered: boolean }) => {
  const offered: readonly KeyStorage[] = isChatOffered ? storages : byApplicant;
  return step({
    name: 'key-storage',
    clears: ['csr', 'device-key', 'chat-consent', 'chat-key'],
    stored: z.enum(storages).refine((storage) => offered.includes(storage)),
    ask: () => ({
      text: message(isChatOffered ? 'key-storage.ask-with-chat' : 'key-storage.ask'),
      choices: offered.map((code) => ({ code, label: message(`key-storage.${code}`) })),
    }),
    parse(reply) {
      const chosen = offered.find((each) => reply.kind === 'choice' && each === reply.code);
      return chosen ? { value: chosen } : { because: message('engine.press-a-button') };
    },
    summary: (storage) => message(`key-storage.summary-${storage}`),
  });
};
