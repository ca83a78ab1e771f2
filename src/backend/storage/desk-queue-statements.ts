// The desk's lists in SQL. Each page is read from an index in the order in which it is shown: per status and region at most one
// page of rows, which the outermost ORDER BY merges. So the last page of a million costs what the first one does.
import { type Statement, statement } from '../../database/sql.ts';
import { MOST_COUNTED } from '../applications/desk-queue.ts';
import { isOpen } from './first-confirmation-statements.ts';

/** `regional`: only of the regions given. `fourEyes`: what one operator has confirmed is left to a list of its own. */
export interface QueueKind {
  readonly regional: boolean;
  readonly fourEyes: boolean;
}

const columns = `a.id, a.number, a.status, a.since, a.submitted_at AS "submittedAt", a.confirm_by AS "confirmBy", a.personal,
  a.domain, a.region, a.city`;

const nameOf = (list: string, { regional, fourEyes }: QueueKind) =>
  `desk_queue_${list}${regional ? '_regional' : ''}${fourEyes ? '_four_eyes' : ''}`;

/** As a scalar, which is looked up row by row and never becomes a scan of all there ever were. */
const isUnconfirmed = `NOT COALESCE((SELECT f.waiting FROM first_confirmation f
  WHERE f.application_id = application.id AND f.decision = 'confirmed'), false)`;

/**
 * Nearest deadline first. $1 statuses, $2 limit, $3 and $4 the last row of the page before, $5 deadline before, $6 since before,
 * $7 regions. Rows are compared together with their region, so that no other index than that of the regions can serve: the
 * engine takes regions to be equally busy, and would look for a quiet one among all applications.
 */
const byDeadline = (kind: QueueKind): Statement => {
  const bounds = kind.regional
    ? 'region = own.region AND (region, confirm_by, id) > (own.region, $3, $4) AND (region, confirm_by) < (own.region, $5)'
    : '(confirm_by, id) > ($3, $4) AND confirm_by < $5';
  return statement(
    nameOf('by_deadline', kind),
    `SELECT ${columns} FROM unnest($1::text[]) AS wanted (status)
     ${kind.regional ? 'CROSS JOIN unnest($7::text[]) AS own (region)' : ''}
     CROSS JOIN LATERAL (
       SELECT * FROM application WHERE status = wanted.status AND ${bounds} AND since < $6
         ${kind.fourEyes ? `AND ${isUnconfirmed}` : ''}
       ORDER BY confirm_by, id LIMIT $2) a
     ORDER BY a.confirm_by, a.id LIMIT $2`,
  );
};

/** What one operator has confirmed, a revocation too, nearest deadline first. $1 limit, $2 and $3 the last row of the page before, $4 regions. */
const confirmedOnce = (kind: QueueKind): Statement =>
  statement(
    nameOf('confirmed_once', kind),
    `SELECT ${columns}, f.operator_id AS "firstBy", f.decision AS "firstOf"
     FROM first_confirmation f JOIN application a ON a.id = f.application_id
     WHERE f.waiting AND ${isOpen} AND (f.confirm_by, f.application_id) > ($2, $3)
       ${kind.regional ? 'AND f.region = ANY($4)' : ''}
     ORDER BY f.confirm_by, f.application_id LIMIT $1`,
  );

/** Asked for or decided, not done; there are never many. $1 limit, $2 and $3 the last row of the page before, $4 regions. */
const revocations = (kind: QueueKind): Statement => {
  const asked = `SELECT ${columns}, r.reason, r.asked_at AS "askedAt", r.decided_at AS "decidedAt"
     FROM revocation r JOIN application a ON a.id = r.application_id
     WHERE r.done_at IS NULL AND (r.asked_at, a.id) > ($2, $3) ${kind.regional ? 'AND a.region = ANY($4)' : ''}
     ORDER BY r.asked_at, a.id LIMIT $1`;
  const withFirst = `SELECT asked.*, 'revoked' AS "firstOf", (SELECT f.operator_id FROM first_confirmation f
       WHERE f.application_id = asked.id AND f.decision = 'revoked' AND f.waiting AND "decidedAt" IS NULL) AS "firstBy"
     FROM (${asked}) asked ORDER BY "askedAt", id`;
  return statement(nameOf('revocations', kind), kind.fourEyes ? withFirst : asked);
};

/**
 * The last letter that was tried: its address did not take it, and there is somebody to tell of a better one. As scalars again:
 * the engine would rather read all applications and letters there ever were.
 */
const isRefused = (own: string) => `l.state = 'failed' AND l.content IS NOT NULL
  AND (SELECT a.personal IS NOT NULL${own} FROM application a WHERE a.id = l.application_id)
  AND (SELECT later.id FROM letter later WHERE later.application_id = l.application_id AND later.state <> 'waiting'
    AND (later.at, later.id) > (l.at, l.id) LIMIT 1) IS NULL`;

/**
 * The latest first, out of the letters of the last weeks that came to nothing: there are never many. $1 limit, $2 and $3 the
 * last row of the page before, $4 since, $5 regions.
 */
const refusedLetters = (kind: QueueKind): Statement =>
  statement(
    nameOf('refused_letters', kind),
    `SELECT ${columns}, l.kind AS "letterKind", l.at AS "letterAt", l.problem AS "letterProblem"
     FROM (SELECT * FROM letter l
       WHERE ${isRefused(kind.regional ? ' AND a.region = ANY($5::text[])' : '')}
         AND l.at > $4 AND (l.at, l.application_id) < ($2, $3)
       ORDER BY l.at DESC, l.application_id DESC LIMIT $1) l
     JOIN application a ON a.id = l.application_id ORDER BY l.at DESC, l.application_id DESC`,
  );

/** Newest first. $1 limit, $2 before this row, $3 regions, compared as above. */
const newest = (kind: QueueKind): Statement =>
  statement(
    nameOf('newest', kind),
    kind.regional
      ? `SELECT ${columns} FROM unnest($3::text[]) AS own (region) CROSS JOIN LATERAL (
           SELECT * FROM application WHERE region = own.region AND (region, id) < (own.region, $2)
           ORDER BY region DESC, id DESC LIMIT $1) a
         ORDER BY a.id DESC LIMIT $1`
      : `SELECT ${columns} FROM application a WHERE id < $2 ORDER BY id DESC LIMIT $1`,
  );

/** $1 expiring before, $2 in trouble since before, $3 letters refused since, $4 regions. */
const counts = (kind: QueueKind): Statement => {
  const capped = (from: string) => `(SELECT count(*) FROM (SELECT 1 FROM ${from} LIMIT ${MOST_COUNTED}) counted)`;
  const own = (table = '') => (kind.regional ? ` AND ${table}region = ANY($4::text[])` : '');
  const application = (condition: string) => capped(`application WHERE ${condition}${own()}`);
  return statement(
    nameOf('counts', kind),
    `SELECT ${application(`status = 'submitted'${kind.fourEyes ? ` AND ${isUnconfirmed}` : ''}`)} AS "to-confirm",
       ${application(`status = 'submitted' AND confirm_by < $1`)} AS "expiring-soon",
       ${application(`status IN ('confirmed', 'signing', 'signing-unknown') AND since < $2`)} AS trouble,
       ${capped(`revocation r JOIN application a ON a.id = r.application_id WHERE r.done_at IS NULL${own('a.')}`)}
         AS "revocation-asked",
       ${capped(`letter l WHERE ${isRefused(own('a.'))} AND l.at > $3`)}
         AS "letters-refused",
       ${
         kind.fourEyes
           ? capped(`first_confirmation f JOIN application a ON a.id = f.application_id
               WHERE f.waiting AND ${isOpen}${own('f.')}`)
           : 0
       } AS "second-operator"`,
  );
};

const ofEachKind = (make: (kind: QueueKind) => Statement) => {
  const made = [false, true].map((regional) => [false, true].map((fourEyes) => make({ regional, fourEyes })));
  return ({ regional, fourEyes }: QueueKind): Statement => made[Number(regional)]?.[Number(fourEyes)] as Statement;
};

export const queueStatements = {
  byDeadline: ofEachKind(byDeadline),
  confirmedOnce: ofEachKind(confirmedOnce),
  revocations: ofEachKind(revocations),
  refusedLetters: ofEachKind(refusedLetters),
  newest: ofEachKind(newest),
  counts: ofEachKind(counts),
};
