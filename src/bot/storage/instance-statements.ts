// SQL for the instances and what they share: who is alive, until when nobody may call Telegram, what to forget.
import { statement } from '../../database/sql.ts';
import { LEASE_MS } from '../inbox/inbox-store.ts';
import { NOBODY, SEEN_HOURS } from './inbox-statements.ts';

const aliveUntil = `clock_timestamp() + interval '${LEASE_MS} milliseconds'`;

export const prepareShared = statement(
  'instance_prepare_shared',
  `WITH gate AS (
     INSERT INTO gate (id, pause_until) VALUES (1, now()) ON CONFLICT (id) DO NOTHING
   )
   INSERT INTO instance (id, alive_until) VALUES ('${NOBODY}', '-infinity') ON CONFLICT (id) DO NOTHING`,
);

export const arrive = statement('instance_arrive', `INSERT INTO instance (id, alive_until) VALUES ($1, ${aliveUntil})`);

/** For a database that only one program can open: whoever else is in it has died. */
export const endOthers = statement(
  'instance_end_others',
  `UPDATE instance SET alive_until = '-infinity' WHERE id <> $1`,
);

export const beat = statement(
  'instance_beat',
  `UPDATE instance SET alive_until = ${aliveUntil} FROM gate
   WHERE instance.id = $1 AND alive_until > clock_timestamp()
   RETURNING extract(epoch FROM pause_until - clock_timestamp())::float8 * 1000 AS pause_ms,
     extract(epoch FROM bulk_until - clock_timestamp())::float8 * 1000 AS bulk_ms`,
);

export const depart = statement(
  'instance_depart',
  `WITH mine AS MATERIALIZED (
     SELECT chat_id FROM conversation WHERE owner = $1 ORDER BY chat_id FOR UPDATE
   ), gone AS (
     UPDATE instance SET alive_until = '-infinity' WHERE id = $1
   )
   UPDATE conversation c SET owner = CASE WHEN c.pending = 0 AND c.outbox IS NULL THEN NULL ELSE '${NOBODY}' END
   FROM mine m WHERE c.chat_id = m.chat_id`,
);

export const pause = statement(
  'gate_pause',
  `UPDATE gate SET pause_until = greatest(pause_until, clock_timestamp() + $1::float8 * interval '1 millisecond')`,
);

export const purgeSeen = statement(
  'purge_seen',
  `DELETE FROM seen_event WHERE seen_at < now() - interval '${SEEN_HOURS} hours'`,
);

/** A dead instance is remembered until every chat that it owned is taken over. */
export const purgeInstances = statement(
  'purge_instances',
  `DELETE FROM instance i WHERE i.alive_until < now() - interval '1 hour' AND i.id <> '${NOBODY}'
   AND NOT EXISTS (SELECT FROM conversation c WHERE c.owner = i.id)`,
);

export const depth = statement(
  'inbox_depth',
  `SELECT (SELECT count(*) FROM inbox) AS waiting, (SELECT count(*) FROM set_aside) AS set_aside,
     coalesce((SELECT extract(epoch FROM now() - min(received_at)) FROM inbox), 0)::float8 AS oldest_seconds`,
);
