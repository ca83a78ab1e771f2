// SQL of the one instance that sends a broadcast.
import { statement } from '../../database/sql.ts';
import { broadcastColumns, isMeant } from './broadcast-statements.ts';
import { isFree, takeSlots } from './slot-statements.ts';

/** $2: only essential ones. What runs goes before what waits for its moment, so that one is finished before the next begins. */
export const next = statement(
  'sending_next',
  `SELECT ${broadcastColumns} FROM broadcast
   WHERE (status = 'running' OR (status = 'scheduled' AND start_at <= $1)) AND (is_essential OR NOT $2::bool)
   ORDER BY NOT is_essential, status = 'scheduled', start_at, id LIMIT 1`,
);

const begun = (recipients: string) => `
  WITH b AS MATERIALIZED (
    SELECT id, of FROM broadcast WHERE id = $1 AND status = 'scheduled' FOR UPDATE
  ), fixed AS (
    INSERT INTO broadcast_recipient (broadcast_id, chat_id, language, message_id) ${recipients}
    RETURNING 1
  )
  UPDATE broadcast SET status = 'running', started_at = now(), total = (SELECT count(*) FROM fixed)
  FROM b WHERE broadcast.id = b.id RETURNING total`;

export const begin = statement(
  'sending_begin',
  begun(
    `SELECT b.id, c.chat_id, coalesce(c.facts->>'language', 'ru'), NULL::int8 FROM conversation c, b WHERE ${isMeant(2)}`,
  ),
);

/** Those who got the earlier one; $2: not those whose message is older than so many hours, or null. */
export const beginAgain = statement(
  'sending_begin_again',
  begun(`SELECT b.id, r.chat_id, r.language, r.message_id FROM broadcast_recipient r JOIN b ON r.broadcast_id = b.of
         WHERE r.state = 'sent' AND r.message_id IS NOT NULL
           AND ($2::int4 IS NULL OR r.at > now() - $2::int4 * interval '1 hour')`),
);

export const takeOver = statement(
  'sending_take_over',
  `UPDATE broadcast_recipient SET state = $2, at = now() WHERE broadcast_id = $1 AND state = 'sending' RETURNING 1`,
);

/**
 * $1 broadcast, $2 instance, $3 want, $4 reserve, then one array per column of the outcomes. Nothing is taken when the broadcast
 * no longer runs or the instance no longer has the lease. An outcome that comes after a takeover still tells the truth. Of an
 * edit or a deletion it may be the message alone that is gone.
 */
export const turn = statement(
  'sending_turn',
  `WITH outcome AS MATERIALIZED (
     SELECT * FROM unnest($5::int8[], $6::int4[], $7::text[], $8::int8[], $9::float8[]) AS o (chat_id, slot, state, message_id, ago_ms)
   ), recorded AS (
     UPDATE broadcast_recipient r SET state = o.state, message_id = coalesce(o.message_id, r.message_id),
       at = clock_timestamp() - o.ago_ms * interval '1 millisecond'
     FROM outcome o WHERE r.broadcast_id = $1 AND r.chat_id = o.chat_id AND r.state IN ('sending', 'unknown')
   ), blocking AS MATERIALIZED (
     SELECT c.chat_id FROM conversation c JOIN outcome o ON o.chat_id = c.chat_id
     WHERE o.state = 'blocked' OR o.state = 'gone' AND EXISTS (SELECT FROM broadcast WHERE id = $1 AND kind = 'send')
     ORDER BY c.chat_id FOR UPDATE OF c SKIP LOCKED
   ), noted AS (
     UPDATE conversation c SET blocked_at = now() FROM blocking b WHERE c.chat_id = b.chat_id
   ), freed AS (
     UPDATE send_slot s SET free_at = clock_timestamp() + (1000 - o.ago_ms) * interval '1 millisecond' FROM outcome o WHERE s.n = o.slot
   ), allowed AS MATERIALIZED (
     SELECT b.id FROM broadcast b JOIN lease l ON l.name = 'broadcast' AND l.holder = $2
       JOIN instance i ON i.id = l.holder AND i.alive_until > clock_timestamp()
     WHERE b.id = $1 AND b.status = 'running'
   ), waiting AS MATERIALIZED (
     SELECT r.chat_id, r.language, r.message_id, row_number() OVER (ORDER BY r.chat_id) AS place
     FROM broadcast_recipient r JOIN allowed a ON r.broadcast_id = a.id
     WHERE r.broadcast_id = $1 AND r.state = 'pending' ORDER BY r.chat_id LIMIT $3::int4
   ), taken AS (${takeSlots(`(
       SELECT greatest(0, least((SELECT count(*) FROM waiting), (SELECT count(*) FROM send_slot WHERE ${isFree}) -
         (SELECT CASE WHEN interactive_at > clock_timestamp() - interval '1 second' THEN $4::int4 ELSE 0 END FROM gate)))
     )`)}
   ), placed AS MATERIALIZED (
     SELECT n, row_number() OVER (ORDER BY n) AS place FROM taken
   ), begun AS (
     UPDATE broadcast_recipient r SET state = 'sending', at = clock_timestamp()
     FROM waiting w JOIN placed p USING (place) WHERE r.broadcast_id = $1 AND r.chat_id = w.chat_id AND r.state = 'pending'
     RETURNING r.chat_id, r.language, r.message_id, p.n AS slot
   )
   SELECT chat_id, slot, language, message_id FROM begun
   UNION ALL SELECT NULL, NULL, NULL, NULL WHERE NOT EXISTS (SELECT FROM allowed)`,
);

export const end = statement(
  'sending_end',
  `UPDATE broadcast b SET status = 'done', ended_at = now() WHERE id = $1 AND status = 'running'
   AND NOT EXISTS (SELECT FROM broadcast_recipient WHERE broadcast_id = $1 AND state IN ('pending', 'sending')) RETURNING id`,
);
