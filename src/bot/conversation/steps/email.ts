import { z } from 'zod';
import { type EmailAddress, likelyAddress, parseEmailAddress } from '../../../domain/email-address.ts';
import { message } from '../../../messages/message.ts';
import { step } from '../step.ts';

export const storedAddress = z.string().refine((text): text is EmailAddress => 'value' in parseEmailAddress(text));

/** Guide, step 4: optional; number, form and news of the status are sent there. */
export const email = step({
  name: 'email',
  clears: ['email-check'],
  stored: z.object({ address: storedAddress.nullable() }),
  ask: () => ({ text: message('email.ask'), choices: [{ code: 'skip', label: message('email.skip') }] }),
  parse(reply) {
    if (reply.kind === 'choice') return { value: { address: null } };
    if (reply.kind !== 'text') return { because: message('email.type-it') };
    const parsed = parseEmailAddress(reply.text);
    return 'because' in parsed ? { because: message(`email.${parsed.because}`) } : { value: { address: parsed.value } };
  },
  summary: ({ address }, draft) =>
    address === null ? message('email.summary-none') : summaryOf(address, draft['email-check']?.address),
});

/** Nothing yet while it is asked whether the address has a slip. */
const summaryOf = (typed: EmailAddress, checked: EmailAddress | undefined) =>
  checked === undefined && likelyAddress(typed) !== undefined
    ? undefined
    : message('email.summary', { address: checked ?? typed });
