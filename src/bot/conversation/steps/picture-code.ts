import { z } from 'zod';
import { message } from '../../../messages/message.ts';
import { becauseOf } from '../refusals.ts';
import type { PictureCodes } from '../services.ts';
import { step } from '../step.ts';

const ANOTHER = 'another';

/** Guide, step 3: the code in the picture. Each picture is good for one try; the backend limits the tries. */
export const pictureCode = (pictureCodes: PictureCodes) =>
  step({
    name: 'picture-code',
    once: true,
    stored: z.object({ pass: z.string().nullable() }),
    async ask(_, { owner }) {
      const created = await pictureCodes.create(owner);
      if ('problem' in created) return { text: becauseOf(created.problem).because };
      return {
        text: message('picture-code.ask'),
        picture: created.value.image,
        memo: created.value.id,
        choices: [{ code: ANOTHER, label: message('picture-code.another') }],
      };
    },
    async parse(reply, _, { owner, memo }) {
      if (reply.kind === 'choice') return { because: message('picture-code.here-is-another') };
      if (reply.kind !== 'text') return { because: message('picture-code.type-it') };
      if (memo === undefined) return { because: message('picture-code.here-is-another') };
      const answered = await pictureCodes.answer(owner, memo, reply.text.replace(/\s/g, '').slice(0, 32));
      return 'problem' in answered ? becauseOf(answered.problem) : { value: answered.value };
    },
  });
