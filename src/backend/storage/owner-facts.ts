// What an application's owner is shown beside the application itself, with one question to the database.
import type { Database } from '../../database/database.ts';
import { statement } from '../../database/sql.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { OwnerFacts } from '../applications/applications.ts';
import type { RevocationFacts } from '../applications/revocations.ts';
import { renewingStatuses } from './renewals.ts';

const select = statement(
  'owner_facts',
  `SELECT r.reason, r.asked_at AS "askedAt", r.asked_by AS "askedBy", r.decided_at AS "decidedAt", r.decided_by AS "decidedBy",
     (SELECT n.number FROM application n WHERE n.renews_id = $1 AND n.status = ANY($2::text[]) ORDER BY n.id DESC LIMIT 1)
       AS "renewedBy",
     COALESCE((SELECT l.state = 'failed' AND l.content IS NOT NULL FROM letter l
       WHERE l.application_id = $1 AND l.state <> 'waiting' ORDER BY l.at DESC LIMIT 1), false) AS "letterRefused"
   FROM (SELECT 1) one LEFT JOIN revocation r ON r.application_id = $1`,
);

type Row = { readonly [Name in keyof RevocationFacts]: RevocationFacts[Name] | null } & {
  readonly renewedBy: ApplicationNumber | null;
  readonly letterRefused: boolean;
};

export const createFindOwnerFacts =
  (database: Database) =>
  async (applicationId: number): Promise<OwnerFacts> => {
    const [row] = await database.query<Row>(select, [applicationId, renewingStatuses]);
    if (!row) throw new Error('a question for one row found none');
    const { renewedBy, letterRefused, reason, askedAt, askedBy, decidedAt, decidedBy } = row;
    const revocation = reason && askedAt && askedBy ? { reason, askedAt, askedBy, decidedAt, decidedBy } : null;
    return { renewedBy, letterRefused, revocation };
  };
