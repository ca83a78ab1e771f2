// The token's rate as rows: a message takes a slot before its call, and the slot is free again one second after the answer.
// Telegram counts a message at some moment between the two, so no second ever holds more messages than there are slots.
import { statement } from '../../database/sql.ts';

/** A slot of an instance that died in its call comes free by itself: no call lasts so long. */
const taken = `clock_timestamp() + interval '20 seconds'`;

export const isFree = 'free_at <= clock_timestamp()';
/** Takes at most as many slots as the expression `limit` says; those that somebody else is just taking are passed over. */
export const takeSlots = (limit: string) => `
  UPDATE send_slot s SET free_at = ${taken}
  FROM (SELECT n FROM send_slot WHERE ${isFree} ORDER BY free_at, n LIMIT ${limit} FOR UPDATE SKIP LOCKED) f
  WHERE s.n = f.n RETURNING s.n`;

/** Says also that somebody waits for an answer, so that a broadcast leaves some slots alone. */
export const take = statement(
  'slot_take',
  `WITH noted AS (UPDATE gate SET interactive_at = clock_timestamp()), taken AS (${takeSlots('1')}) SELECT n FROM taken`,
);

export const free = statement(
  'slot_free',
  `UPDATE send_slot SET free_at = clock_timestamp() + interval '1 second' WHERE n = $1`,
);

/** Before a broadcast: as many slots as the token allows messages in a second. */
export const prepare = statement(
  'slot_prepare',
  `WITH gone AS (DELETE FROM send_slot WHERE n > $1::int4)
   INSERT INTO send_slot (n) SELECT generate_series(1, $1::int4) ON CONFLICT (n) DO NOTHING`,
);

/** From now on everybody takes slots, until the time is over; renewed while a broadcast runs. */
export const announceBulk = statement(
  'slot_announce_bulk',
  `UPDATE gate SET bulk_until = clock_timestamp() + $1::float8 * interval '1 millisecond'`,
);
