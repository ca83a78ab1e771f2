import { z } from 'zod';
import type { City } from '../../../contract/schemas.ts';
import { message } from '../../../messages/message.ts';
import type { Draft } from '../answers.ts';
import type { Regions } from '../services.ts';
import { step } from '../step.ts';

/** Guide, step 5: the city of the Registration Authority. */
export const city = (regions: Regions) => {
  const citiesOf = async ({ region }: Draft): Promise<readonly City[]> =>
    (await regions.list()).find(({ code }) => code === region)?.cities ?? [];

  return step({
    name: 'city',
    searchable: true,
    stored: z.string().min(1),
    async ask(draft) {
      const cities = await citiesOf(draft);
      return {
        text: message('city.ask'),
        columns: 2,
        choices: cities.map(({ code, name, aliases }) => ({ code, label: name, aliases })),
      };
    },
    async parse(reply, draft) {
      const cities = await citiesOf(draft);
      // The operator has taken the whole region off the list since it was chosen.
      if (cities.length === 0) return { because: message('problem.city-unknown'), forget: ['region'] };
      const found = cities.find(({ code }) => reply.kind === 'choice' && code === reply.code);
      return found ? { value: found.code } : { because: message('engine.choose-from-the-list') };
    },
    async summary(value, draft) {
      const found = (await citiesOf(draft)).find(({ code }) => code === value);
      return message('city.summary', { city: found?.name ?? value });
    },
  });
};
