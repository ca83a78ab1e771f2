import { z } from 'zod';
import { maskIin } from '../../../domain/iin.ts';
import { fullName } from '../../../domain/person-name.ts';
import { message } from '../../../messages/message.ts';
import { step } from '../step.ts';

/** The check digit lets most errors in the 11th digit pass, so the applicant looks at the name that was found. */
export const person = step({
  name: 'person',
  stored: z.literal('confirmed'),
  ask: ({ iin }) => ({
    text: message('person.ask', { name: iin ? fullName(iin.name) : '', iin: iin ? maskIin(iin.iin) : '' }),
    columns: 2,
    choices: [
      { code: 'yes', label: message('person.yes') },
      { code: 'no', label: message('person.no') },
    ],
  }),
  parse(reply) {
    if (reply.kind !== 'choice') return { because: message('engine.press-a-button') };
    return reply.code === 'yes' ? { value: 'confirmed' } : { because: message('person.not-me'), forget: ['iin'] };
  },
  summary: (_, { iin }) => message('person.summary', { name: iin ? fullName(iin.name) : '' }),
});
