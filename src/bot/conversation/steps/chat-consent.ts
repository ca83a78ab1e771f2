import { z } from 'zod';
import { message } from '../../../messages/message.ts';
import { step } from '../step.ts';

/** Changes whenever `chat-consent.ask` changes its meaning, in any language. */
export const CHAT_CONSENT_VERSION = '2026-11';

/** CA/Browser Forum BR 6.1.1.3: an authority must not make its subscribers' keys. Who lets the bot do so is told what it means. */
export const chatConsent = step({
  name: 'chat-consent',
  stays: true,
  when: ({ 'key-storage': storage }) => storage === 'chat',
  stored: z.object({ version: z.literal(CHAT_CONSENT_VERSION), agreedAt: z.iso.datetime() }),
  ask: () => ({
    text: message('chat-consent.ask'),
    choices: [{ code: 'agree', label: message('chat-consent.agree') }],
  }),
  parse: (reply, _, { now }) =>
    reply.kind === 'choice' && reply.code === 'agree'
      ? { value: { version: CHAT_CONSENT_VERSION, agreedAt: now.toISOString() } }
      : { because: message('engine.press-a-button') },
});
