import { z } from 'zod';
import { likelyAddress } from '../../../domain/email-address.ts';
import { message } from '../../../messages/message.ts';
import type { Draft } from '../answers.ts';
import { step } from '../step.ts';
import { storedAddress } from './email.ts';

const likely = ({ email }: Draft) => (email?.address ? likelyAddress(email.address) : undefined);

/** The guide warns twice that a mistyped address silently loses the mail: a slip in a common provider's name is asked about. */
export const emailCheck = step({
  name: 'email-check',
  once: true,
  when: (draft) => likely(draft) !== undefined,
  stored: z.object({ address: storedAddress }),
  ask: (draft) => ({
    text: message('email-check.ask', { typed: draft.email?.address ?? '', likely: likely(draft) ?? '' }),
    choices: [
      { code: 'likely', label: message('email-check.use', { address: likely(draft) ?? '' }) },
      { code: 'typed', label: message('email-check.keep', { address: draft.email?.address ?? '' }) },
    ],
  }),
  parse(reply, draft) {
    const address = reply.kind === 'choice' && reply.code === 'likely' ? likely(draft) : draft.email?.address;
    return reply.kind === 'choice' && address ? { value: { address } } : { because: message('engine.press-a-button') };
  },
});
