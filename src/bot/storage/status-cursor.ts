import { type Sql, statement } from '../../database/sql.ts';

const read = statement('status_cursor_read', 'SELECT cursor FROM status_cursor WHERE id = 1');
const advance = statement(
  'status_cursor_advance',
  `INSERT INTO status_cursor AS s (id, cursor) VALUES (1, $2)
   ON CONFLICT (id) DO UPDATE SET cursor = excluded.cursor WHERE s.cursor = $1 RETURNING cursor`,
);

/** The last change of status that was stored; 0 before the first. */
export async function readStatusCursor(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ cursor: number }>(read);
  return row?.cursor ?? 0;
}

/** False when another instance was faster: then this transaction must not take effect. */
export const advanceStatusCursor = async (sql: Sql, from: number, to: number): Promise<boolean> =>
  (await sql.query(advance, [from, to])).length > 0;
