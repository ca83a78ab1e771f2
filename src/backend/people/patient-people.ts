import type { Clock } from '../../domain/clock.ts';
import { type People, PeopleUnavailable } from './people.ts';

/** So many failures in a row, and it is left alone. */
const FAILURES = 3;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Does not knock at a door that nobody opens: after three failures in a row everyone is refused at once, for 2 s, then 4 s, and
 * so on up to a minute; after each pause one asks, and when there is an answer all may. Else every applicant would wait for the
 * whole time limit, and the database would come back to a crowd.
 */
export function createPatientPeople(people: People, clock: Clock): People {
  let failures = 0;
  let closedUntil = 0;
  return {
    async find(iin) {
      const now = clock().getTime();
      if (now < closedUntil) throw new PeopleUnavailable('left alone for a while');
      const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - FAILURES + 1));
      if (failures >= FAILURES) closedUntil = now + pause; // this one asks, the others wait for its answer
      try {
        const found = await people.find(iin);
        [failures, closedUntil] = [0, 0];
        return found;
      } catch (error) {
        failures += 1;
        if (failures === FAILURES) closedUntil = clock().getTime() + FIRST_PAUSE_MS;
        throw error;
      }
    },
  };
}
