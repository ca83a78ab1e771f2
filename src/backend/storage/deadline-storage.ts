import { statement } from '../../database/sql.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Deadlines } from '../applications/applications.ts';
import { type ApplicationRow, applicationColumns, applicationOf } from './application-row.ts';
import type { Changes } from './changes.ts';

/** What an operator decides on at this moment is left to the operator: `SKIP LOCKED`. */
const selectDue = statement(
  'deadline_due',
  `SELECT ${applicationColumns} FROM application WHERE status = 'submitted' AND confirm_by < $1
   ORDER BY confirm_by, id LIMIT $2 FOR UPDATE SKIP LOCKED`,
);
const expire = statement(
  'deadline_expire',
  `UPDATE application SET status = 'expired', since = $2, open_key = NULL, personal = NULL, iin_fingerprint = NULL, csr = NULL
   WHERE id = ANY($1::bigint[]) AND status = 'submitted'`,
);
const selectNear = statement(
  'deadline_near',
  `SELECT ${applicationColumns} FROM application
   WHERE status = 'submitted' AND confirm_by >= $1 AND confirm_by < $2 AND (reminded_days IS NULL OR reminded_days > $3)
   ORDER BY confirm_by, id LIMIT $4 FOR UPDATE SKIP LOCKED`,
);
const markReminded = statement(
  'deadline_reminded',
  'UPDATE application SET reminded_days = $2 WHERE id = ANY($1::bigint[])',
);

const DAY_MS = 24 * 60 * 60 * 1000;

export function createDeadlines(sealing: Sealing, changes: Changes): Deadlines {
  return {
    expireDue: (now, limit) =>
      changes.commit(async (sql) => {
        const rows = await sql.query<ApplicationRow>(selectDue, [now, limit]);
        if (rows.length === 0) return 0;
        await sql.query(expire, [rows.map(({ id }) => id), now]);
        const before = rows.map((row) => applicationOf(row, sealing));
        await changes.record(sql, before, { status: 'expired', actor: 'clock', at: now });
        return rows.length;
      }),
    remindDue: (now, days, limit) =>
      changes.commit(async (sql) => {
        const until = new Date(now.getTime() + days * DAY_MS);
        const rows = await sql.query<ApplicationRow>(selectNear, [now, until, days, limit]);
        if (rows.length === 0) return 0;
        await sql.query(markReminded, [rows.map(({ id }) => id), days]);
        const near = rows.map((row) => applicationOf(row, sealing));
        const change = { status: 'submitted', actor: 'clock', at: now, notice: 'confirm-soon' } as const;
        await changes.record(sql, near, { ...change, details: { days } });
        return rows.length;
      }),
  };
}
