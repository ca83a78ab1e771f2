// The database as bot and backend see it below Prisma: one dialect (PostgreSQL), two engines, the same results from both.

/** A statement that is prepared once per connection under its name; the name must be unique in the program. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/**
 * Rows come back the same from every engine: `int8` as number, `timestamptz` as Date, `bytea` as Uint8Array, `jsonb` parsed.
 * Errors of the engine carry the SQLSTATE in `code`.
 */
export interface Sql {
  query<Row = Record<string, unknown>>(statement: Statement, values?: readonly unknown[]): Promise<Row[]>;
}

export const statement = (name: string, text: string): Statement => ({ name, text });
