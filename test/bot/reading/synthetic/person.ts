// Persons who do not exist, and what the machine-readable zones of their documents would hold (ICAO 9303 parts 4 and 5).
import type { Random } from './random.ts';

export interface Person {
  readonly iin: string;
  readonly documentNumber: string;
  /** YYMMDD. */
  readonly birth: string;
  readonly expiry: string;
  readonly sex: 'M' | 'F';
  readonly surname: string;
  readonly givenNames: string;
}

const SURNAMES = ['SYNAQ', 'ULGI', 'BOLGAN', 'ZHASALGAN', 'MYSAL', 'QUBYLYS'];
const GIVEN_NAMES = ['TEST', 'AIGERIM<DEMO', 'DEMO', 'NURLAN<TEST', 'DANA'];

const twoDigits = (value: number) => String(value).padStart(2, '0');

export function createPerson(random: Random): Person {
  const date = (from: number, to: number) =>
    `${twoDigits(random.whole(from, to))}${twoDigits(random.whole(1, 12))}${twoDigits(random.whole(1, 28))}`;
  const birth = date(50, 99);
  const sex = random.pick(['M', 'F'] as const);
  return {
    iin: createIin(`${birth}${sex === 'M' ? 3 : 4}`, random),
    documentNumber: `0${String(random.whole(0, 99_999_999)).padStart(8, '0')}`,
    birth,
    expiry: date(27, 36),
    sex,
    surname: random.pick(SURNAMES),
    givenNames: random.pick(GIVEN_NAMES),
  };
}

function createIin(start: string, random: Random): string {
  for (;;) {
    const digits = `${start}${String(random.whole(0, 9999)).padStart(4, '0')}`;
    const sum = (weights: readonly number[]) =>
      weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0) % 11;
    const first = sum([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const check = first === 10 ? sum([3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) : first;
    if (check < 10) return `${digits}${check}`;
  }
}

/** ICAO 9303 part 3, 4.9: weights 7, 3, 1; A is 10, the filler 0. */
export const checkDigit = (text: string): number =>
  [...text].reduce((sum, character, at) => sum + characterValue(character) * ([7, 3, 1][at % 3] as number), 0) % 10;
const characterValue = (character: string): number => (character === '<' ? 0 : Number.parseInt(character, 36));

const withCheck = (text: string) => `${text}${checkDigit(text)}`;
const fill = (text: string, length: number) => text.padEnd(length, '<').slice(0, length);

export function cardRows(person: Person, state = 'KAZ'): [string, string, string] {
  const { documentNumber, iin, birth, expiry, sex, surname, givenNames } = person;
  const first = fill(`ID${state}${withCheck(documentNumber)}${iin}`, 30);
  const dates = `${withCheck(birth)}${sex}${withCheck(expiry)}`;
  const covered = `${first.slice(5)}${dates.slice(0, 7)}${dates.slice(8)}${'<'.repeat(11)}`;
  const second = `${dates}${state}${'<'.repeat(11)}${checkDigit(covered)}`;
  return [first, second, fill(`${surname}<<${givenNames}`, 30)];
}

export function passportRows(person: Person, state = 'KAZ'): [string, string] {
  const { documentNumber, iin, birth, expiry, sex, surname, givenNames } = person;
  const number = withCheck(`N${documentNumber.slice(1)}`);
  const dates = [withCheck(birth), withCheck(expiry)];
  const personal = withCheck(fill(iin, 14));
  const second = `${number}${state}${dates[0]}${sex}${dates[1]}${personal}`;
  return [
    fill(`P<${state}${surname}<<${givenNames}`, 44),
    `${second}${checkDigit(`${number}${dates[0]}${dates[1]}${personal}`)}`,
  ];
}
