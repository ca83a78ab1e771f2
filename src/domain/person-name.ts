/** A name as the "Individuals" database has it. Some people have only a surname or only a given name. */
export interface PersonName {
  readonly surname: string | null;
  readonly givenName: string | null;
  readonly patronymic: string | null;
}

/** Whose name is destroyed. */
export const nameless: PersonName = { surname: null, givenName: null, patronymic: null };

/** The parts that there are, in the order of official papers: surname, given name, patronymic. */
export const fullName = ({ surname, givenName, patronymic }: PersonName): string =>
  [surname, givenName, patronymic].filter((part) => part !== null && part !== '').join(' ');
