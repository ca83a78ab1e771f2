import { expect, test } from '@jest/globals';
import type { People } from '../../../src/backend/people/people.ts';
import { type Iin, parseIin } from '../../../src/domain/iin.ts';
import { fullName } from '../../../src/domain/person-name.ts';

export const iin = (text: string): Iin => {
  const parsed = parseIin(text);
  if ('because' in parsed) throw new Error(parsed.because);
  return parsed.value;
};

/** What every adapter of the port does, given the synthetic persons behind it. */
export function behavesAsPeople(adapter: () => People): void {
  test.each([
    ['given name and surname', '900101390002', { surname: 'Сынақ', givenName: 'Тест', patronymic: null }],
    ['all three parts', '851231490804', { surname: 'Үлгі', givenName: 'Айгерім', patronymic: 'Демо' }],
    ['only a surname', '000229590406', { surname: 'Сынақ-Жалғызтегі', givenName: null, patronymic: null }],
    ['only a given name', '620230490001', { surname: null, givenName: 'Сынақгүл', patronymic: null }],
    ['a foreigner', '980109090001', { surname: 'Synthetic-Foreigner', givenName: 'Alexander', patronymic: 'Demo' }],
  ])('finds a person with %s', async (_, number, name) => {
    expect(await adapter().find(iin(number))).toEqual(name);
  });

  test('does not find whom there is not', async () => {
    expect(await adapter().find(iin('850230390002'))).toBeUndefined();
  });

  test('answers concurrent questions each with its own person', async () => {
    const found = await Promise.all(
      ['900101390307', '850230390002', '851231490007'].map((n) => adapter().find(iin(n))),
    );
    expect(found.map((name) => name && fullName(name))).toEqual([
      'Тестов-Синтетический Иван Образцович',
      undefined,
      'Сынақ-Қарлығаш Әсел Демоқызы',
    ]);
  });
}
