import { z } from 'zod';
import { message } from '../../../messages/message.ts';
import type { KeyPage } from '../services.ts';
import { step } from '../step.ts';

/** The key page makes the key pair in the applicant's own browser; only the request comes back, and the chat goes on by itself. */
export const deviceKey = (keyPage: KeyPage) =>
  step({
    name: 'device-key',
    when: ({ 'key-storage': storage }) => storage === 'this-device' || storage === 'java-key-store',
    stored: z.object({ pem: z.string().max(16 * 1024), key: z.string() }),
    async ask({ domain, 'key-storage': storage }, { owner, language }) {
      const url = await keyPage.makeKey({
        owner,
        language,
        domain: domain?.ascii ?? '',
        storage: storage === 'java-key-store' ? storage : 'this-device',
      });
      return {
        text: message('device-key.ask', { domain: domain?.unicode ?? '' }),
        link: { label: message('device-key.open'), url },
      };
    },
    parse(reply, { domain }) {
      if (reply.kind !== 'made-key') return { because: message('device-key.open-the-page') };
      return reply.domain === domain?.ascii
        ? { value: { pem: reply.pem, key: reply.key } }
        : { because: message('device-key.other-domain', { domain: reply.domain }) };
    },
    summary: ({ key }) => message('device-key.summary', { key }),
  });
