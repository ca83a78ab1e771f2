// The SQL of tickets. `active_chat_id` is unique: a chat has one ticket that is not closed.
import { statement } from '../../database/sql.ts';

const MAX_WORDS = 600;
const allWords = (added: string) => `ARRAY(SELECT DISTINCT unnest(t.words || ${added}::text[]) LIMIT ${MAX_WORDS})`;

export const passedOn = statement(
  'ticket_passed_on',
  `SELECT ticket_id, target_chat_id, target_message_id FROM support_message
   WHERE source_chat_id = $1 AND source_message_id = $2`,
);

export const isPassedOn = statement(
  'ticket_is_passed_on',
  'SELECT id FROM support_message WHERE target_chat_id = $1 AND target_message_id = $2 LIMIT 1',
);

/** $1 chat, $2 now, $3 closed since then is opened again, $4 language, $5 context, $6 words */
export const openAgain = statement(
  'ticket_open_again',
  `WITH former AS MATERIALIZED (
     SELECT id, state FROM support_ticket
     WHERE id = (SELECT max(id) FROM support_ticket WHERE chat_id = $1) AND (state <> 'closed' OR closed_at > $3)
     FOR UPDATE
   )
   UPDATE support_ticket t SET active_chat_id = $1, state = 'open', closed_at = NULL, changed_at = $2, language = $4,
     context = $5, words = ${allWords('$6')}
   FROM former WHERE t.id = former.id RETURNING t.*, former.state AS former_state`,
);

/** The topic of the applicant's former tickets is theirs for good. */
export const insert = statement(
  'ticket_insert',
  `INSERT INTO support_ticket (chat_id, active_chat_id, state, created_at, changed_at, language, context, words, topic_id)
   SELECT $1, $1, 'open', $2, $2, $3, $4, $5,
     (SELECT topic_id FROM support_ticket WHERE chat_id = $1 ORDER BY id DESC LIMIT 1)
   RETURNING *`,
);

export const addMessage = statement(
  'ticket_add_message',
  `INSERT INTO support_message (ticket_id, source_chat_id, source_message_id, target_chat_id, at)
   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (source_chat_id, source_message_id) DO NOTHING RETURNING id`,
);

/** $5 takes a ticket that nobody has. A closed one is opened by an answer, unless the applicant has another one by now. */
export const answer = statement(
  'ticket_answer',
  `WITH answered AS (
     UPDATE support_ticket t SET state = 'waiting', active_chat_id = chat_id, closed_at = NULL, changed_at = $4,
       first_answer_at = coalesce(first_answer_at, $4), assignee = coalesce(assignee, $5)
     WHERE id = $1 AND (state <> 'closed'
       OR NOT EXISTS (SELECT FROM support_ticket other WHERE other.active_chat_id = t.chat_id))
     RETURNING id, chat_id
   )
   INSERT INTO support_message (ticket_id, source_chat_id, source_message_id, target_chat_id, at)
   SELECT id, $2, $3, chat_id, $4 FROM answered
   ON CONFLICT (source_chat_id, source_message_id) DO NOTHING RETURNING id`,
);

export const find = statement('ticket_find', 'SELECT * FROM support_ticket WHERE id = $1');

/** $1 group, $2 the message that is answered, $3 the topic */
export const findInGroup = statement(
  'ticket_find_in_group',
  `SELECT t.* FROM support_ticket t JOIN (
     SELECT ticket_id AS id, 1 AS rank FROM support_message WHERE target_chat_id = $1 AND target_message_id = $2
     UNION ALL SELECT ticket_id, 1 FROM support_message WHERE source_chat_id = $1 AND source_message_id = $2
     UNION ALL SELECT id, 2 FROM support_ticket WHERE header_id = $2
     UNION ALL SELECT id, 3 FROM support_ticket WHERE topic_id = $3
   ) AS found USING (id) ORDER BY rank, id DESC LIMIT 1`,
);

export const arrived = statement(
  'ticket_arrived',
  'UPDATE support_message SET target_message_id = $3 WHERE source_chat_id = $1 AND source_message_id = $2',
);

export const setThread = statement(
  'ticket_set_thread',
  'UPDATE support_ticket SET topic_id = coalesce($2, topic_id), header_id = coalesce($3, header_id) WHERE id = $1',
);

export const forgetThread = statement(
  'ticket_forget_thread',
  'UPDATE support_ticket SET topic_id = NULL, header_id = NULL WHERE topic_id = $1',
);

export const assign = statement('ticket_assign', 'UPDATE support_ticket SET assignee = $2 WHERE id = $1 RETURNING *');

export const setTags = statement('ticket_set_tags', 'UPDATE support_ticket SET tags = $2 WHERE id = $1 RETURNING *');

export const close = statement(
  'ticket_close',
  `UPDATE support_ticket SET state = 'closed', active_chat_id = NULL, closed_at = $2, changed_at = $2
   WHERE id = $1 AND state <> 'closed' RETURNING *`,
);

export const reopen = statement(
  'ticket_reopen',
  `UPDATE support_ticket t SET state = 'open', active_chat_id = chat_id, closed_at = NULL, changed_at = $2
   WHERE id = $1 AND state = 'closed'
     AND NOT EXISTS (SELECT FROM support_ticket other WHERE other.active_chat_id = t.chat_id)
   RETURNING *`,
);

export const searchByState = statement(
  'ticket_search_by_state',
  'SELECT * FROM support_ticket WHERE state = ANY($1::text[]) ORDER BY changed_at DESC LIMIT $2',
);
export const searchByTag = statement(
  'ticket_search_by_tag',
  'SELECT * FROM support_ticket WHERE $1 = ANY(tags) ORDER BY changed_at DESC LIMIT $2',
);
export const searchByWords = statement(
  'ticket_search_by_words',
  'SELECT * FROM support_ticket WHERE words @> $1::text[] ORDER BY changed_at DESC LIMIT $2',
);

export const tagsInUse = statement(
  'ticket_tags_in_use',
  'SELECT tag FROM support_ticket, unnest(tags) AS tag GROUP BY tag ORDER BY count(*) DESC, tag LIMIT $1',
);

export const forget = statement(
  'ticket_forget',
  "UPDATE support_ticket SET context = NULL, words = '{}' WHERE chat_id = $1",
);

export const removeClosed = statement(
  'ticket_remove_closed',
  `WITH gone AS (DELETE FROM support_ticket WHERE closed_at < $1 RETURNING id)
   DELETE FROM support_message m USING gone WHERE m.ticket_id = gone.id`,
);
