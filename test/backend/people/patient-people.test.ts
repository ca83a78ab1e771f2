import { expect, test } from '@jest/globals';
import { createPatientPeople } from '../../../src/backend/people/patient-people.ts';
import { PeopleUnavailable } from '../../../src/backend/people/people.ts';
import type { Iin } from '../../../src/domain/iin.ts';

const iin = '851231490804' as Iin;
const somebody = { surname: 'Үлгі', givenName: 'Айгерім', patronymic: null };

/** A database that can be switched off, and counts who asked. */
function door() {
  const state: { isOpen: boolean; asked: number; now: number } = { isOpen: false, asked: 0, now: 1_000_000 };
  const people = createPatientPeople(
    {
      async find() {
        state.asked += 1;
        if (!state.isOpen) throw new PeopleUnavailable('no answer');
        return somebody;
      },
    },
    () => new Date(state.now),
  );
  const ask = () => people.find(iin).then(Boolean, (error: Error) => error.name);
  return { state, ask };
}

test('after three failures nobody asks for two seconds, then one does, then for four, then for eight', async () => {
  const { state, ask } = door();
  const asked: number[] = [];
  for (let second = 0; second < 20; second++) {
    const before = state.asked;
    for (let each = 0; each < 5; each++) expect(await ask()).toBe('PeopleUnavailable');
    asked.push(state.asked - before);
    state.now += 1_000;
  }
  expect(asked).toEqual([3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
});

test('asks at least once a minute, and lets all in with the first answer', async () => {
  const { state, ask } = door();
  for (let minute = 0; minute < 20; minute++) {
    await ask();
    state.now += 60_000;
  }
  expect(state.asked).toBe(20);
  state.isOpen = true;
  expect([await ask(), await ask(), await ask()]).toEqual([true, true, true]);
});

test('a failure now and then closes nothing', async () => {
  const { state, ask } = door();
  for (let turn = 0; turn < 10; turn++) {
    state.isOpen = turn % 3 === 2;
    await ask();
  }
  expect(state.asked).toBe(10);
});
