import { type Sql, statement } from '../../database/sql.ts';
import type { FigureBooks } from '../stats/figures.ts';

const counts = statement(
  'figures_counts',
  'SELECT day::text AS day, name, count FROM daily_count WHERE day BETWEEN $1::date AND $2::date ORDER BY day, name',
);

const now = statement(
  'figures_now',
  `SELECT (SELECT count(*) FROM conversation WHERE chat_id > 0) AS chats,
     (SELECT count(*) FROM conversation WHERE chat_id > 0 AND blocked_at IS NOT NULL) AS blocked,
     (SELECT count(*) FROM support_ticket WHERE state = 'open') AS open,
     (SELECT count(*) FROM support_ticket WHERE state = 'waiting') AS waiting`,
);

const answers = statement(
  'figures_answers',
  `WITH asked AS (
     SELECT extract(epoch FROM first_answer_at - created_at)::float8 AS seconds FROM support_ticket
     WHERE created_at >= $1::date::timestamp AT TIME ZONE interval '5 hours'
       AND created_at < ($2::date + 1)::timestamp AT TIME ZONE interval '5 hours'
   )
   SELECT count(*) FILTER (WHERE seconds <= 3600) AS hour,
     count(*) FILTER (WHERE seconds > 3600 AND seconds <= 86400) AS day,
     count(*) FILTER (WHERE seconds > 86400) AS later, count(*) FILTER (WHERE seconds IS NULL) AS unanswered,
     percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median
   FROM asked`,
);

type NowRow = Readonly<Record<'chats' | 'blocked' | 'open' | 'waiting', number>>;
type AnswersRow = Readonly<Record<'hour' | 'day' | 'later' | 'unanswered', number>> & {
  readonly median: number | null;
};

/** The figures in PostgreSQL or the embedded database. */
export const createFigureBooks = ({ query }: Sql): FigureBooks => ({
  async read(from, to) {
    const [happened, [state], [times]] = await Promise.all([
      query<{ day: string; name: string; count: number }>(counts, [from, to]),
      query<NowRow>(now),
      query<AnswersRow>(answers, [from, to]),
    ]);
    if (!state || !times) throw new Error('an aggregate without a row');
    return {
      ...{ from, to, counts: happened, chats: state.chats, blocked: state.blocked },
      ...{ openTickets: state.open, waitingTickets: state.waiting },
      answers: {
        ...{ withinHour: times.hour, withinDay: times.day, later: times.later, unanswered: times.unanswered },
        medianSeconds: times.median ?? undefined,
      },
    };
  },
});
