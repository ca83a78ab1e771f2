import { z } from 'zod';
import { message } from '../../../messages/message.ts';
import { step } from '../step.ts';

/** Changes whenever `agreement.ask` changes its meaning, in any language: it is recorded what the applicant agreed to. */
export const AGREEMENT_VERSION = '2026-11';
const NCA_SITE = 'https://pki.gov.kz';

/** Guide, step 2. The text is ours: what we process and why; the NCA's own is linked, not repeated. */
export const agreement = step({
  name: 'agreement',
  stays: true,
  stored: z.object({ version: z.literal(AGREEMENT_VERSION), agreedAt: z.iso.datetime() }),
  ask: () => ({
    text: message('agreement.ask', { version: AGREEMENT_VERSION }),
    choices: [{ code: 'agree', label: message('agreement.agree') }],
    link: { label: message('agreement.read-at-nca'), url: NCA_SITE },
  }),
  parse: (reply, _, { now }) =>
    reply.kind === 'choice'
      ? { value: { version: AGREEMENT_VERSION, agreedAt: now.toISOString() } }
      : { because: message('engine.press-a-button') },
});
