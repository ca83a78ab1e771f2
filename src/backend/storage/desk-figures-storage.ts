import type { ApplicationStatus } from '../../contract/statuses.ts';
import type { Database } from '../../database/database.ts';
import { statement } from '../../database/sql.ts';
import type { DeskFigures } from '../applications/desk-figures.ts';

/** From the index alone. Days have 24 hours in Kazakhstan, so they are counted without the engine's time zones. */
const perDay = (condition: string) =>
  `SELECT floor(extract(epoch FROM submitted_at - $1::timestamptz) / 86400)::int AS day, status, count(*) AS count
   FROM application WHERE submitted_at >= $1 ${condition} GROUP BY 1, 2`;
export const figureStatements = {
  everywhere: statement('desk_figures', perDay('')),
  regional: statement('desk_figures_regional', perDay('AND region = ANY($2::text[])')),
};

type Row = { readonly day: number; readonly status: ApplicationStatus; readonly count: number };

export const createDeskFigures = (database: Database): DeskFigures => ({
  submittedPerDay: (since, regions) =>
    regions === 'all'
      ? database.query<Row>(figureStatements.everywhere, [since])
      : database.query<Row>(figureStatements.regional, [since, regions]),
});
