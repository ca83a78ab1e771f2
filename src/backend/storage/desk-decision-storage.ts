import { randomBytes } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import { statement } from '../../database/sql.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Application } from '../applications/application.ts';
import type { DeskDecisions } from '../applications/desk-decisions.ts';
import { type ApplicationRow, applicationOf, lockByNumber } from './application-row.ts';
import type { ApplicationStorage } from './application-storage.ts';
import type { Changes } from './changes.ts';

const insert = statement(
  'desk_view_insert',
  'INSERT INTO desk_view (token, application_id, operator_id, shown, expires_at) VALUES ($1, $2, $3, $4, $5)',
);
const take = statement(
  'desk_view_take',
  `DELETE FROM desk_view WHERE token = $1 AND application_id = $2 AND operator_id = $3
   RETURNING shown, expires_at AS "expiresAt"`,
);
export const sweepViews = statement('desk_view_sweep', 'DELETE FROM desk_view WHERE expires_at <= $1');

export function createDeskDecisions(
  database: Database,
  sealing: Sealing,
  changes: Changes,
  applications: ApplicationStorage,
): DeskDecisions {
  const tokenOf = (seen: string) => sealing.fingerprint(`desk view ${seen}`);
  const contentOf = (application: Application) =>
    sealing.fingerprint(`desk content ${JSON.stringify(shown(application))}`);

  return {
    async sweep(now) {
      await database.query(sweepViews, [now]);
    },
    async show(application, by, expiresAt) {
      const seen = randomBytes(24).toString('base64url');
      await database.query(insert, [tokenOf(seen), application.id, by.id, contentOf(application), expiresAt]);
      return seen;
    },
    decide: ({ number, seen, by, judge, move }) =>
      changes.commit(async (sql) => {
        const [row] = await sql.query<ApplicationRow>(lockByNumber, [number]);
        if (!row) return { because: 'application-unknown' };
        const application = applicationOf(row, sealing);
        const refused = judge(application);
        if (refused) return { because: refused };
        const [view] = await sql.query<{ shown: string; expiresAt: Date }>(take, [tokenOf(seen), row.id, by.id]);
        if (!view || view.expiresAt <= move.at || view.shown !== contentOf(application))
          return { because: 'seen-stale' };
        const actor = `operator:${by.id}`;
        const value = await applications.moveIn(sql, { ...move, number, from: [application.status], actor });
        return value ? { value } : { because: 'application-state' };
      }),
  };
}

/** Everything an operator decides upon. */
const shown = ({ id: _, owner: __, csr, ...rest }: Application) => ({
  ...rest,
  csr: csr && Buffer.from(csr).toString('base64'),
});
