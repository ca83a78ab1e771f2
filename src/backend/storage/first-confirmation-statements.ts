import { statement } from '../../database/sql.ts';

export const selectFirst = statement(
  'first_confirmation_of',
  `SELECT operator_id AS "operatorId", person, shown, at, EXISTS (SELECT 1 FROM desk_operators o
     WHERE o.id::text = operator_id AND o.disabled_at IS NOT NULL) AS "hasLeft"
   FROM first_confirmation WHERE application_id = $1`,
);
/** One that does not count any more gives way. */
export const noteFirst = statement(
  'first_confirmation_note',
  `INSERT INTO first_confirmation (application_id, operator_id, person, shown, at, region, confirm_by)
   VALUES ($1, $2, $3, $4, $5, $6, $7)
   ON CONFLICT (application_id) DO UPDATE
   SET operator_id = $2, person = $3, shown = $4, at = $5, waiting = true`,
);
export const settleFirst = statement(
  'first_confirmation_settle',
  'UPDATE first_confirmation SET waiting = false WHERE application_id = $1',
);
export const takeBackFirst = statement(
  'first_confirmation_take_back',
  'DELETE FROM first_confirmation WHERE application_id = $1 AND operator_id = $2 AND waiting RETURNING 1',
);
/** Of applications that were withdrawn or expired. */
export const sweepFirst = statement(
  'first_confirmation_sweep',
  `UPDATE first_confirmation f SET waiting = false FROM application a
   WHERE f.waiting AND a.id = f.application_id AND a.status <> 'submitted'`,
);
