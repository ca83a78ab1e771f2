import { describe, expect, test } from '@jest/globals';
import { createEmbeddedPeople } from '../../../src/backend/people/embedded-people.ts';
import { syntheticPersons } from '../../../src/backend/people/synthetic-persons.ts';
import { parseIin } from '../../../src/domain/iin.ts';
import { fullName } from '../../../src/domain/person-name.ts';
import { behavesAsPeople } from './people.contract.ts';

describe('embedded people', () => {
  behavesAsPeople(createEmbeddedPeople);
});

describe('the synthetic persons', () => {
  const names = [...syntheticPersons.values()];

  test('are about fifty, each with a number whose check digit holds', () => {
    expect(syntheticPersons.size).toBe(50);
    expect([...syntheticPersons.keys()].filter((number) => 'because' in parseIin(number))).toEqual([]);
  });

  test('have numbers that no living person can have, but for the published examples', () => {
    const made = [...syntheticPersons.keys()].slice(7);
    expect(made.filter((number) => !/^\d\d023[01]/.test(number))).toEqual([]);
  });

  test('all say in their names that they are synthetic', () => {
    expect(names.map(fullName).filter((name) => !/Сынақ|Үлгі|Тестов|Образцов|Демо|Synthetic/.test(name))).toEqual([]);
  });

  test('hold every letter that Kazakh has and Russian has not', () => {
    const letters = new Set(names.map(fullName).join('').toLowerCase());
    expect([...'әғқңөұүһі'].filter((letter) => !letters.has(letter))).toEqual([]);
  });
});
