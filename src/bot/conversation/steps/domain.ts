import { z } from 'zod';
import { parseDomainName } from '../../../domain/domain-name.ts';
import { message } from '../../../messages/message.ts';
import { step } from '../step.ts';

/** Guide, step 6. */
export const domain = step({
  name: 'domain',
  clears: ['csr', 'device-key', 'chat-key'],
  stored: z.object({ ascii: z.string(), unicode: z.string(), wildcard: z.boolean() }).refine(({ ascii, unicode }) => {
    const parsed = parseDomainName(ascii);
    return 'value' in parsed && parsed.value.ascii === ascii && parsed.value.unicode === unicode;
  }),
  ask: () => ({ text: message('domain.ask') }),
  parse(reply) {
    if (reply.kind !== 'text') return { because: message('domain.type-it') };
    const parsed = parseDomainName(reply.text);
    return 'because' in parsed ? { because: message(`domain.${parsed.because}`) } : parsed;
  },
  summary: ({ ascii, unicode }) =>
    ascii === unicode
      ? message('domain.summary', { domain: ascii })
      : message('domain.summary-both', { domain: unicode, ascii }),
});
