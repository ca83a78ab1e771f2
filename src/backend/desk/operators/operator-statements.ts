import { statement } from '../../../database/sql.ts';
import type { Operator } from './operator.ts';

export interface OperatorRow {
  readonly id: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly mustChange: boolean;
  readonly administrator: boolean;
  readonly allRegions: boolean;
  readonly regions: readonly string[];
  readonly iinFingerprint: string | null;
  readonly maskedIin: string | null;
  readonly totpSecret: Uint8Array | null;
  readonly totpPending: Uint8Array | null;
  readonly totpLastStep: number;
  readonly createdAt: Date;
  readonly loggedInAt: Date | null;
  readonly disabledAt: Date | null;
}

export const operatorOf = (row: OperatorRow): Operator => ({
  id: row.id,
  name: row.name,
  administrator: row.administrator,
  regions: row.allRegions ? 'all' : row.regions,
  iinFingerprint: row.iinFingerprint,
  maskedIin: row.maskedIin,
  mustChange: row.mustChange,
  hasSecondFactor: row.totpSecret !== null,
  createdAt: row.createdAt,
  loggedInAt: row.loggedInAt,
  disabledAt: row.disabledAt,
});

/** Also used where a session is read together with its operator. */
export const operatorColumns = `o.id, o.name, o.password_hash AS "passwordHash", o.must_change AS "mustChange", o.administrator,
  o.all_regions AS "allRegions", o.regions, o.iin_fingerprint AS "iinFingerprint", o.masked_iin AS "maskedIin",
  o.totp_secret AS "totpSecret", o.totp_pending AS "totpPending", o.totp_last_step AS "totpLastStep",
  o.created_at AS "createdAt", o.logged_in_at AS "loggedInAt", o.disabled_at AS "disabledAt"`;

const change = (name: string, assignments: string, condition = 'id = $1') =>
  statement(`desk_operator_${name}`, `UPDATE desk_operators SET ${assignments} WHERE ${condition} RETURNING id`);

export const statements = {
  byId: statement('desk_operator_by_id', `SELECT ${operatorColumns} FROM desk_operators o WHERE id = $1`),
  byName: statement('desk_operator_by_name', `SELECT ${operatorColumns} FROM desk_operators o WHERE name = $1`),
  list: statement('desk_operator_list', `SELECT ${operatorColumns} FROM desk_operators o ORDER BY name`),
  everUsed: statement(
    'desk_operator_ever_used',
    'SELECT count(*) AS operators, bool_or(password_changed_at IS NOT NULL) AS used FROM desk_operators',
  ),
  insert: statement(
    'desk_operator_insert',
    `INSERT INTO desk_operators
       (id, name, password_hash, administrator, all_regions, regions, iin_fingerprint, masked_iin, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (name) DO NOTHING RETURNING id`,
  ),
  reset: change(
    'reset',
    'password_hash = $2, must_change = true, totp_secret = NULL, totp_pending = NULL, totp_last_step = 0',
    'name = $1',
  ),
  setRegions: change('set_regions', 'all_regions = $2, regions = $3', 'name = $1'),
  setDisabled: change('set_disabled', 'disabled_at = $2', 'name = $1'),
  setIin: change('set_iin', 'iin_fingerprint = $2, masked_iin = $3', 'id = $1 AND iin_fingerprint IS NULL'),
  setPassword: change('set_password', 'password_hash = $2, must_change = false, password_changed_at = $3'),
  beginSecondFactor: change('begin_second_factor', 'totp_pending = $2'),
  enableSecondFactor: change(
    'enable_second_factor',
    'totp_secret = totp_pending, totp_pending = NULL, totp_last_step = $2',
    'id = $1 AND totp_pending IS NOT NULL',
  ),
  disableSecondFactor: change('disable_second_factor', 'totp_secret = NULL, totp_pending = NULL, totp_last_step = 0'),
  useSecondFactor: change('use_second_factor', 'totp_last_step = $2', 'id = $1 AND totp_last_step < $2'),
  endSessions: statement('desk_operator_end_sessions', 'DELETE FROM desk_sessions WHERE operator_id = $1'),
};
