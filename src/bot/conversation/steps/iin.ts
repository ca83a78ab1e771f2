import { z } from 'zod';
import { type Iin, maskIin, parseIin } from '../../../domain/iin.ts';
import { message } from '../../../messages/message.ts';
import { becauseOf } from '../refusals.ts';
import type { People } from '../services.ts';
import { step } from '../step.ts';

/** Guide, step 3: "Check IIN" looks the number up in the "Individuals" database, and the name fills itself. */
export const iin = (people: People) =>
  step({
    name: 'iin',
    clears: ['person'],
    stored: z.object({
      iin: z.string().refine((text): text is Iin => 'value' in parseIin(text)),
      name: z.object({
        surname: z.string().nullable(),
        givenName: z.string().nullable(),
        patronymic: z.string().nullable(),
      }),
    }),
    ask: () => ({ text: message('iin.ask') }),
    async parse(reply, draft, { owner, progress }) {
      if (reply.kind !== 'text') return { because: message('iin.type-it') };
      const parsed = parseIin(reply.text);
      if ('because' in parsed) return { because: message(`iin.${parsed.because}`) };
      progress(message('iin.checking'));
      const found = await people.find(owner, parsed.value, draft['picture-code']?.pass ?? null);
      if (!('problem' in found)) return { value: { iin: parsed.value, name: found.value } };
      const because = becauseOf(found.problem);
      return found.problem.code === 'picture-pass-gone' ? { because, forget: ['picture-code'] } : { because };
    },
    summary: ({ iin: number }) => message('iin.summary', { iin: maskIin(number) }),
  });
