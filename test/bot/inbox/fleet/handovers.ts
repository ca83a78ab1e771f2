import type { Database } from '../../../../src/database/database.ts';

/** When chats with unsent effects came into other hands, as the database saw it: milliseconds since 1970, by chat. */
export type Handovers = ReadonlyMap<number, readonly number[]>;

/** From now on the database notes each handover, whoever dies before telling of it. */
export const noteHandovers = (database: Database): Promise<void> =>
  database.script(`
    CREATE TABLE handover (chat_id int8, at timestamptz);
    CREATE FUNCTION note_handover() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN INSERT INTO handover VALUES (NEW.chat_id, clock_timestamp()); RETURN NULL; END';
    CREATE TRIGGER handover AFTER UPDATE OF owner ON conversation FOR EACH ROW
      WHEN (OLD.owner IS NOT NULL AND NEW.owner IS DISTINCT FROM OLD.owner AND NEW.outbox IS NOT NULL)
      EXECUTE FUNCTION note_handover();
  `);

export async function readHandovers(database: Database): Promise<Handovers> {
  const text = 'SELECT chat_id, at FROM handover ORDER BY at';
  const handovers = new Map<number, number[]>();
  for (const { chat_id, at } of await database.query<{ chat_id: number; at: Date }>({ name: 'handovers', text })) {
    const moments = handovers.get(chat_id) ?? [];
    handovers.set(chat_id, moments);
    moments.push(at.getTime());
  }
  return handovers;
}
