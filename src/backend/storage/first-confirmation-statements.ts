import { statement } from '../../database/sql.ts';

export const selectFirsts = statement(
  'first_confirmations_of',
  `SELECT decision, operator_id AS "operatorId", person, reason, shown, at, EXISTS (SELECT 1 FROM desk_operators o
     WHERE o.id::text = operator_id AND o.disabled_at IS NOT NULL) AS "hasLeft"
   FROM first_confirmation WHERE application_id = $1`,
);
/** One that does not count any more gives way; so does one for another reason. */
export const noteFirst = statement(
  'first_confirmation_note',
  `INSERT INTO first_confirmation (application_id, decision, operator_id, person, reason, shown, at, region, confirm_by)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   ON CONFLICT (application_id, decision) DO UPDATE
   SET operator_id = $3, person = $4, reason = $5, shown = $6, at = $7, waiting = true`,
);
export const settleFirst = statement(
  'first_confirmation_settle',
  'UPDATE first_confirmation SET waiting = false WHERE application_id = $1 AND decision = $2',
);
export const takeBackFirst = statement(
  'first_confirmation_take_back',
  `DELETE FROM first_confirmation WHERE application_id = $1 AND decision = $2 AND operator_id = $3 AND waiting RETURNING 1`,
);
/** Whether there is still something to be confirmed. */
export const isOpen = `a.status = ANY (CASE f.decision WHEN 'confirmed' THEN ARRAY['submitted']
  ELSE ARRAY['issued', 'set-up', 'superseded'] END)`;
/** Of applications that were withdrawn, expired, or revoked without waiting. */
export const sweepFirst = statement(
  'first_confirmation_sweep',
  `UPDATE first_confirmation f SET waiting = false FROM application a
   WHERE f.waiting AND a.id = f.application_id AND NOT (${isOpen})`,
);
