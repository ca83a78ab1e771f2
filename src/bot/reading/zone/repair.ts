/** What recognition takes a digit for, and the other way round: ICAO 9303 says which of the two stands at each place. */
const digitsFor: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  U: '0',
  I: '1',
  L: '1',
  J: '1',
  Z: '2',
  A: '4',
  S: '5',
  G: '6',
  T: '7',
  B: '8',
};
const lettersFor: Readonly<Record<string, string>> = {
  '0': 'O',
  '1': 'I',
  '2': 'Z',
  '4': 'A',
  '5': 'S',
  '6': 'G',
  '8': 'B',
};

const repairWith = (table: Readonly<Record<string, string>>) => (text: string) =>
  [...text].map((character) => table[character] ?? character).join('');

export const repairDigits = repairWith(digitsFor);
export const repairLetters = repairWith(lettersFor);

/** A row as it was read: without spaces, in the characters of the zone. */
export const tidyRow = (row: string): string =>
  row
    .toUpperCase()
    .replace(/[«‹(]/g, '<')
    .replace(/[^A-Z0-9<]/g, '');

/** Whether three characters read as the state, one of them wrong at most, or as digits that look like its letters. */
export function resemblesState(characters: string, state: string): boolean {
  const right = [...state].filter((letter, at) => letter === characters[at]).length;
  return right >= 2 || repairLetters(characters) === state;
}

/** How much a row looks like one of a zone, however badly read: 2 for fillers or the state, 1 for little but digits. */
export function zoneLikeness(row: string): 0 | 1 | 2 {
  const tidy = tidyRow(row);
  if (tidy.length < 15) return 0;
  if (/<<|K[A4]Z|(?:[<KLC]){5}/.test(tidy)) return 2;
  return tidy.replace(/[^0-9]/g, '').length >= 12 ? 1 : 0;
}
