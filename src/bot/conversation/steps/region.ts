import { z } from 'zod';
import { message } from '../../../messages/message.ts';
import type { Regions } from '../services.ts';
import { step } from '../step.ts';

/** Guide, step 5: where the application will be confirmed. */
export const region = (regions: Regions) =>
  step({
    name: 'region',
    clears: ['city'],
    searchable: true,
    stored: z.string().min(1),
    async ask() {
      const known = await regions.list();
      return {
        text: message('region.ask'),
        choices: known.map(({ code, name, aliases }) => ({ code, label: name, aliases })),
      };
    },
    async parse(reply) {
      const found = (await regions.list()).find(({ code }) => reply.kind === 'choice' && code === reply.code);
      return found ? { value: found.code } : { because: message('engine.choose-from-the-list') };
    },
    async summary(value) {
      const found = (await regions.list()).find(({ code }) => code === value);
      return message('region.summary', { region: found?.name ?? value });
    },
  });
