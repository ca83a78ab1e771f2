// The inbox's SQL. Statements that change several chats lock their rows in the order of the chat ids, so that two of them
// never wait for each other. A chat's row lock makes intake and finish happen one after the other: no event is overlooked.
import { statement } from '../../database/sql.ts';

/** The owner of chats that have work and no instance; a row of `instance` that is never alive. */
export const NOBODY = 'nobody';
export const SEEN_HOURS = 48;

const isAlive = (owner: string) =>
  `EXISTS (SELECT FROM instance i WHERE i.id = ${owner} AND i.alive_until > clock_timestamp())`;
const chatColumns = 'state, aside, revision, pending, takeovers, outbox, outbox_sent, live_message_id, wake_at';

/**
 * $1 instance or nobody, then one array per column of the events. A key that is older than 48 hours counts as new. An
 * instance that is no longer alive takes nothing: the chats are left to the others.
 */
export const take = statement(
  'inbox_take',
  `WITH taker AS MATERIALIZED (
     SELECT CASE WHEN ${isAlive('$1::text')} THEN $1::text ELSE '${NOBODY}' END AS id
   ), arrived AS (
     SELECT * FROM unnest($2::text[], $3::int8[], $4::text[], $5::bytea[]) WITH ORDINALITY AS a (key, chat_id, kind, payload, n)
   ), fresh AS (
     INSERT INTO seen_event (key) SELECT key FROM arrived ORDER BY key
     ON CONFLICT (key) DO UPDATE SET seen_at = now() WHERE seen_event.seen_at < now() - interval '${SEEN_HOURS} hours'
     RETURNING key
   ), stored AS (
     INSERT INTO inbox (key, chat_id, kind, payload)
     SELECT key, chat_id, kind, payload FROM arrived JOIN fresh USING (key) ORDER BY n
     RETURNING key, chat_id, seq
   ), held AS (
     INSERT INTO conversation AS c (chat_id, pending, owner)
     SELECT chat_id, count(*), (SELECT id FROM taker) FROM stored GROUP BY chat_id ORDER BY chat_id
     ON CONFLICT (chat_id) DO UPDATE SET
       pending = c.pending + excluded.pending,
       owner = CASE WHEN ${isAlive('c.owner')} THEN c.owner ELSE excluded.owner END
     RETURNING chat_id, owner, ${chatColumns}
   )
   SELECT s.key, s.seq, h.* FROM held h JOIN stored s USING (chat_id) WHERE h.owner = $1 ORDER BY s.seq`,
);

export const takeOver = statement(
  'inbox_take_over',
  `WITH orphan AS (
     SELECT c.chat_id FROM conversation c JOIN instance i ON i.id = c.owner
     WHERE i.alive_until <= clock_timestamp() ORDER BY c.chat_id LIMIT $2 FOR UPDATE OF c SKIP LOCKED
   )
   UPDATE conversation c SET owner = $1, takeovers = CASE WHEN c.owner = '${NOBODY}' THEN c.takeovers ELSE c.takeovers + 1 END
   FROM orphan o WHERE c.chat_id = o.chat_id RETURNING c.chat_id, ${chatColumns}`,
);

export const look = statement(
  'inbox_look',
  `SELECT chat_id, ${chatColumns} FROM conversation WHERE chat_id = $2 AND owner = $1`,
);

export const stateOf = statement('inbox_state_of', 'SELECT state FROM conversation WHERE chat_id = $1');

export const waiting = statement(
  'inbox_waiting',
  'SELECT seq, key, kind, payload, attempts, received_at FROM inbox WHERE chat_id = $1 ORDER BY seq LIMIT $2',
);

/** A chat without effects to send and without further events is let go at once. */
export const commit = statement(
  'inbox_commit',
  `WITH turn AS MATERIALIZED (
     SELECT * FROM unnest($2::int8[], $3::int8[], $4::int4[], $5::bool[], $6::bytea[], $7::bytea[], $8::bool[], $9::timestamptz[],
       $10::bool[], $11::bytea[], $12::text[])
       AS t (chat_id, seq, revision, keeps, state, outbox, sets_wake, wake_at, sets_aside, aside, facts)
   ), mine AS MATERIALIZED (
     SELECT c.chat_id FROM conversation c JOIN turn t ON t.chat_id = c.chat_id AND t.revision = c.revision
     WHERE c.owner = $1 ORDER BY c.chat_id FOR UPDATE OF c
   ), handled AS (
     DELETE FROM inbox i USING turn t, mine m WHERE m.chat_id = t.chat_id AND i.chat_id = t.chat_id AND i.seq = t.seq
     RETURNING i.chat_id
   ), counted AS (
     INSERT INTO daily_count AS d (day, name, count)
     SELECT n.day::date, n.name, count(*) FROM unnest($13::int8[], $14::text[], $15::text[]) AS n (chat_id, day, name)
     JOIN handled USING (chat_id) GROUP BY n.day, n.name ORDER BY n.day, n.name
     ON CONFLICT (day, name) DO UPDATE SET count = d.count + excluded.count
   )
   UPDATE conversation c SET
     state = CASE WHEN t.keeps THEN c.state ELSE t.state END, revision = c.revision + 1, pending = c.pending - 1,
     outbox = t.outbox, outbox_sent = 0, takeovers = 0, wake_at = CASE WHEN t.sets_wake THEN t.wake_at ELSE c.wake_at END,
     aside = CASE WHEN t.sets_aside THEN t.aside ELSE c.aside END, facts = coalesce(t.facts::jsonb, c.facts),
     owner = CASE WHEN t.outbox IS NULL AND c.pending = 1 THEN NULL ELSE c.owner END
   FROM turn t JOIN handled h ON h.chat_id = t.chat_id WHERE c.chat_id = t.chat_id
   RETURNING c.chat_id, c.owner, c.pending`,
);

export const mark = statement(
  'inbox_mark',
  `UPDATE conversation SET outbox_sent = $4, live_message_id = coalesce($5, live_message_id)
   WHERE chat_id = $2 AND owner = $1 AND revision = $3 RETURNING chat_id`,
);

export const finish = statement(
  'inbox_finish',
  `WITH sent AS MATERIALIZED (
     SELECT * FROM unnest($2::int8[], $3::int4[], $4::int8[], $5::text[]) AS s (chat_id, revision, live_message_id, reach)
   ), mine AS MATERIALIZED (
     SELECT c.chat_id FROM conversation c JOIN sent s ON s.chat_id = c.chat_id AND s.revision = c.revision
     WHERE c.owner = $1 ORDER BY c.chat_id FOR UPDATE OF c
   )
   UPDATE conversation c SET
     outbox = NULL, outbox_sent = 0, live_message_id = coalesce(s.live_message_id, c.live_message_id),
     owner = CASE WHEN c.pending = 0 THEN NULL ELSE c.owner END,
     blocked_at = CASE s.reach WHEN 'blocked' THEN now() WHEN 'reached' THEN NULL ELSE c.blocked_at END
   FROM sent s JOIN mine m ON m.chat_id = s.chat_id WHERE c.chat_id = s.chat_id
   RETURNING c.chat_id, c.owner, c.pending`,
);

export const rewrite = statement(
  'inbox_rewrite',
  `UPDATE conversation SET outbox = $4, outbox_sent = 0 WHERE chat_id = $2 AND owner = $1 AND revision = $3 RETURNING chat_id`,
);

/** Where the new chat is already known, its own state wins. */
export const move = statement(
  'inbox_move',
  `WITH gone AS (
     DELETE FROM conversation WHERE chat_id = $2 AND owner = $1 AND revision = $3
     RETURNING pending, wake_at
   ), events AS (
     UPDATE inbox SET chat_id = $4 WHERE chat_id = $2 AND EXISTS (SELECT FROM gone)
   )
   INSERT INTO conversation AS c (chat_id, state, pending, wake_at, owner)
   SELECT $4, $5, pending, wake_at, '${NOBODY}' FROM gone
   ON CONFLICT (chat_id) DO UPDATE SET
     pending = c.pending + excluded.pending, state = coalesce(c.state, excluded.state),
     wake_at = coalesce(c.wake_at, excluded.wake_at), owner = coalesce(c.owner, excluded.owner)
   RETURNING chat_id`,
);

export const countTry = statement(
  'inbox_count_try',
  'UPDATE inbox SET attempts = attempts + 1 WHERE chat_id = $1 AND seq = $2 RETURNING attempts',
);

export const setAside = statement(
  'inbox_set_aside',
  `WITH mine AS MATERIALIZED (
     SELECT chat_id FROM conversation WHERE chat_id = $2 AND owner = $1 AND revision = $3 FOR UPDATE
   ), failed AS (
     DELETE FROM inbox i USING mine m WHERE i.chat_id = m.chat_id AND i.seq = $4 RETURNING i.*
   ), kept AS (
     INSERT INTO set_aside (key, chat_id, kind, payload, error_class, reference, received_at)
     SELECT key, chat_id, kind, coalesce($8::bytea, payload), $6, $7, received_at FROM failed
     ON CONFLICT (key) DO UPDATE SET error_class = excluded.error_class, reference = excluded.reference, set_aside_at = now()
   )
   UPDATE conversation c SET revision = c.revision + 1, pending = c.pending - 1, outbox = $5, outbox_sent = 0, takeovers = 0
   FROM failed f WHERE c.chat_id = f.chat_id RETURNING c.chat_id`,
);

export const keepEffect = statement(
  'inbox_keep_effect',
  `INSERT INTO set_aside (key, chat_id, kind, payload, error_class, reference, received_at)
   VALUES ($1, $2, 'effect', $3, $4, $5, now())`,
);

export const dueWakeUps = statement(
  'inbox_due_wake_ups',
  'SELECT chat_id, wake_at FROM conversation WHERE wake_at <= now() ORDER BY wake_at LIMIT $1',
);

/** Moments are compared by the millisecond, which is all that JavaScript keeps of them. */
export const clearWakeUps = statement(
  'inbox_clear_wake_ups',
  `WITH due AS MATERIALIZED (
     SELECT c.chat_id FROM conversation c JOIN unnest($1::int8[], $2::timestamptz[]) AS d (chat_id, wake_at)
       ON d.chat_id = c.chat_id AND d.wake_at = c.wake_at ORDER BY c.chat_id FOR UPDATE OF c
   )
   UPDATE conversation c SET wake_at = NULL FROM due d WHERE c.chat_id = d.chat_id`,
);
