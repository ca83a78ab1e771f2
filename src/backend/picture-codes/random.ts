/** A number from 0 up to 1, 1 excluded. For real pictures it must come from a cryptographic source, for tests from a seed. */
export type Random = () => number;

export const between = (random: Random, least: number, most: number): number => least + random() * (most - least);

export const pick = <Choice>(random: Random, choices: ArrayLike<Choice>): Choice =>
  choices[Math.floor(random() * choices.length)] as Choice;
