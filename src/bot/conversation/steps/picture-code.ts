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
      const choices = [{ code: ANOTHER, label: message('picture-code.another') }];
      if ('problem' in created) return { text: becauseOf(created.problem), choices };
      return {
        text: message('picture-code.ask'),
        picture: created.value.image,
        memo: created.value.id,
        choices,
      };
    },
    async parse(reply, _, { owner, memo }) {
      // Without a memo there is no picture yet: the backend had refused to make one.
      if (reply.kind === 'choice' || memo === undefined) return { again: true };
      if (reply.kind !== 'text') return { because: message('picture-code.type-it') };
      const answered = await pictureCodes.answer(owner, memo, reply.text.replace(/\s/g, '').slice(0, 32));
      return 'problem' in answered ? { because: becauseOf(answered.problem) } : { value: answered.value };
    },
  });
