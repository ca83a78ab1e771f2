import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findApplicationNumber, findIin } from '../../../src/bot/reading/printed.ts';
import { readCardRows } from '../../../src/bot/reading/zone/card.ts';
import { readPassportRows } from '../../../src/bot/reading/zone/passport.ts';
import { createApplicationNumber } from '../../../src/domain/application-number.ts';
import { cardRows, createPerson, passportRows } from './synthetic/person.ts';
import { createRandom } from './synthetic/random.ts';

const persons = fc.nat().map((seed) => createPerson(createRandom(seed)));
const confused: Readonly<Record<string, string>> = { '0': 'O', '1': 'I', '2': 'Z', '5': 'S', '8': 'B' };
const confuse = (row: string, from: number, to: number) =>
  row.slice(0, from) + row.slice(from, to).replace(/[01258]/g, (digit) => confused[digit] ?? digit) + row.slice(to);
const put = (row: string, at: number, character: string) => row.slice(0, at) + character + row.slice(at + 1);

describe('the zone of an identity card', () => {
  it.each([
    [
      'IDKAZ0000000011900101390002<<<',
      '9001011M3307146KAZ<<<<<<<<<<<3',
      'SYNAQ<<TEST<<<<<<<<<<<<<<<<<<<',
      '900101390002',
    ],
    [
      'IDKAZ0000000022851231490804<<<',
      '8512316F3411300KAZ<<<<<<<<<<<7',
      'ULGI<<AIGERIM<DEMO<<<<<<<<<<<<',
      '851231490804',
    ],
  ])('reads %s', (first, second, third, iin) => {
    expect(readCardRows([first, second, third])).toEqual({ value: iin, isProven: true });
  });

  it('reads every card, with letters where digits stand and fillers taken for letters', () => {
    fc.assert(
      fc.property(persons, ({ ...person }) => {
        const [first, second] = cardRows(person);
        const rows = [confuse(first, 5, 27), confuse(second, 0, 7).replace(/<{11}/, '<<K<<C<<L')];
        expect(readCardRows(rows)).toEqual({ value: person.iin, isProven: true });
      }),
    );
  });

  it('accepts no other number, whatever one wrong digit does to the first two rows', () => {
    fc.assert(
      fc.property(persons, fc.nat(1), fc.nat(29), fc.integer({ min: 0, max: 9 }), (person, row, at, digit) => {
        const rows: string[] = cardRows(person);
        rows[row] = put(rows[row] ?? '', at, String(digit));
        const read = readCardRows(rows);
        expect('value' in read ? read.value : person.iin).toBe(person.iin);
      }),
      { numRuns: 2_000 },
    );
  });

  it('accepts no number in which one digit too many was read, also where every check digit happens to hold', () => {
    expect(readCardRows(['IDKAZ03414716939104610383824<<<', '9104107M3502158KAZ<<<<<<<<<<<9'])).toEqual({
      because: 'unreadable',
    });
    const place = fc.integer({ min: 5, max: 27 });
    fc.assert(
      fc.property(persons, place, fc.integer({ min: 0, max: 9 }), (person, at, digit) => {
        const [first, ...others] = cardRows(person);
        const read = readCardRows([`${first.slice(0, at)}${digit}${first.slice(at)}`, ...others]);
        expect(read).toEqual({ because: 'unreadable' });
      }),
      { numRuns: 2_000 },
    );
  });

  it('has an IIN compared that does not begin with the birth date, as is allowed since 2013', () => {
    const person = createPerson(createRandom(4));
    const rows = cardRows({ ...person, birth: '600101' });
    expect(readCardRows(rows)).toEqual({ value: person.iin, isProven: false });
  });

  it('finds the slip in the eleventh digit of the IIN that the IIN itself misses', () => {
    const [first, second, third] = cardRows(createPerson(createRandom(1)));
    const digits = [...'0123456789'].filter((digit) => digit !== first[25]);
    for (const digit of digits) expect(readCardRows([put(first, 25, digit), second, third])).toHaveProperty('because');
  });

  it('says that a card is of another state', () => {
    const rows = cardRows(createPerson(createRandom(2)), 'UTO');
    expect(readCardRows(rows)).toEqual({ because: 'foreign' });
  });

  it('makes nothing of any other rows, and never throws', () => {
    const row = fc.string({ unit: fc.constantFrom(...'ABIKSZ0158< '), maxLength: 60 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), (rows) => expect(readCardRows(rows)).toHaveProperty('because')),
    );
    fc.assert(fc.property(fc.array(fc.string()), (rows) => expect(readPassportRows(rows)).toHaveProperty('because')));
  });
});

describe('the zone of a passport', () => {
  it('reads every passport', () => {
    fc.assert(
      fc.property(persons, (person) => {
        const [first, second] = passportRows(person);
        expect(readPassportRows([first, confuse(second, 21, 40)])).toEqual({ value: person.iin, isProven: false });
      }),
    );
  });

  it('reads a row behind what stands beside the passport', () => {
    const [first, second] = passportRows(createPerson(createRandom(3)));
    expect(readPassportRows([first, `EMIPSU${second}`])).toEqual({
      value: createPerson(createRandom(3)).iin,
      isProven: false,
    });
  });

  it('says that a passport is of another state, and accepts none whose check digits do not hold', () => {
    const person = createPerson(createRandom(3));
    expect(readPassportRows(passportRows(person, 'UTO'))).toEqual({ because: 'foreign' });
    const [first, second] = passportRows(person);
    const wrong = put(second, 38, second[38] === '1' ? '2' : '1');
    expect(readPassportRows([first, wrong])).toEqual({ because: 'unreadable' });
  });
});

describe('printed digits', () => {
  it.each([
    ['ЖСН / ИИН 900101390002', '900101390002'],
    ['900101 390002\n900101390002', '900101390002'],
    ['900101390003', undefined],
    ['900101390002 851231490007', undefined],
    ['1900101390002', undefined],
    ['', undefined],
  ])('%j holds the IIN %s', (text, iin) => {
    expect(findIin(text)).toBe(iin);
  });

  it('finds the application number on its form', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 9 })), (digits) => {
        const number = createApplicationNumber(() => digits.next().value as number);
        expect(findApplicationNumber(`Өтінім нөмірі\n${number}\n22.11.2026`)).toBe(number);
        expect(findApplicationNumber(`№ ${number.replaceAll('-', ' - ')}`)).toBe(number);
      }),
    );
  });
});
