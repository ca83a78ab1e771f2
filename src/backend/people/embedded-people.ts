import type { People } from './people.ts';
import { syntheticPersons } from './synthetic-persons.ts';

/** Some fifty synthetic persons in memory: for trying out, never for issuing to real people. */
export function createEmbeddedPeople(): People {
  return { find: async (iin) => syntheticPersons.get(iin) };
}
