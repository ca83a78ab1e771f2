// SQL of broadcasts: composing, looking, changing. What the sender does is in sending-statements.ts.
import { statement } from '../../database/sql.ts';

export const broadcastColumns = `id, kind, of, status, content, audience, is_essential, created_by, created_key, confirmed_by,
  start_at, started_at, ended_at, total, language, panel_chat_id, panel_message_id`;

/** Parameters: languages, regions, statuses (arrays, empty for all), days or null, essential. Groups have negative ids. */
export const isMeant = (first: number) => {
  const [languages, regions, statuses, days, essential] = [0, 1, 2, 3, 4].map((n) => `$${first + n}`);
  return `c.chat_id > 0 AND c.blocked_at IS NULL
    AND (${essential}::bool OR NOT coalesce((c.facts->>'noticesOff')::bool, false))
    AND (cardinality(${languages}::text[]) = 0 OR coalesce(c.facts->>'language', 'ru') = ANY(${languages}::text[]))
    AND (cardinality(${regions}::text[]) = 0 OR c.facts->'regions' ?| ${regions}::text[])
    AND (cardinality(${statuses}::text[]) = 0 OR c.facts->'statuses' ?| ${statuses}::text[])
    AND (${days}::int4 IS NULL OR (c.facts->>'certificateEndsAt')::timestamptz
      BETWEEN now() AND now() + ${days}::int4 * interval '1 day')`;
};

export const count = statement('broadcast_count', `SELECT count(*) AS count FROM conversation c WHERE ${isMeant(1)}`);

/** A key that was there before gives its broadcast as it is. */
export const create = statement(
  'broadcast_create',
  `INSERT INTO broadcast (kind, of, status, content, audience, is_essential, created_by, created_key, start_at, language,
     panel_chat_id, panel_message_id)
   VALUES ($1, $2, $3, $4, $5::text::jsonb, $6, $7, $8, $9, $10, $11, $12)
   ON CONFLICT (created_key) DO UPDATE SET created_key = excluded.created_key
   RETURNING ${broadcastColumns}`,
);

export const find = statement('broadcast_find', `SELECT ${broadcastColumns} FROM broadcast WHERE id = $1`);
export const recent = statement(
  'broadcast_recent',
  `SELECT ${broadcastColumns} FROM broadcast ORDER BY id DESC LIMIT $1`,
);

export const counts = statement(
  'broadcast_counts',
  'SELECT state, count(*) AS count FROM broadcast_recipient WHERE broadcast_id = $1 GROUP BY state',
);

export const move = statement(
  'broadcast_move',
  `UPDATE broadcast SET status = $3, confirmed_by = coalesce($4, confirmed_by), start_at = coalesce($5, start_at),
     ended_at = CASE WHEN $3 = 'cancelled' THEN now() ELSE ended_at END
   WHERE id = $1 AND status = ANY($2::text[]) RETURNING id`,
);

export const cancelAllOf = statement(
  'broadcast_cancel_all_of',
  `WITH cancelled AS (
     UPDATE broadcast SET status = 'cancelled', ended_at = now()
     WHERE created_by = $1 AND status IN ('waiting', 'scheduled', 'running', 'paused') RETURNING id
   )
   INSERT INTO staff_audit (key, actor, action, subject)
   SELECT $3 || ':' || id, $2, 'broadcast-cancelled', 'broadcast:' || id FROM cancelled ON CONFLICT DO NOTHING`,
);

export const sendUnknownAgain = statement(
  'broadcast_send_unknown_again',
  `WITH b AS MATERIALIZED (
     SELECT id FROM broadcast WHERE id = $1 AND status IN ('running', 'paused', 'done') FOR UPDATE
   ), again AS (
     UPDATE broadcast_recipient r SET state = 'pending', at = NULL FROM b WHERE r.broadcast_id = b.id AND r.state = 'unknown'
     RETURNING r.chat_id
   )
   UPDATE broadcast SET status = CASE WHEN status = 'done' THEN 'running' ELSE status END, ended_at = NULL
   FROM b WHERE broadcast.id = b.id AND EXISTS (SELECT FROM again) RETURNING broadcast.id`,
);

export const forgetRecipients = statement(
  'broadcast_forget_recipients',
  `DELETE FROM broadcast_recipient r USING broadcast b
   WHERE b.id = r.broadcast_id AND b.status IN ('done', 'cancelled') AND b.ended_at < $1`,
);

export const recipients = statement(
  'broadcast_recipients',
  `SELECT chat_id, state, at FROM broadcast_recipient WHERE broadcast_id = $1 AND chat_id > $2 ORDER BY chat_id LIMIT $3`,
);
