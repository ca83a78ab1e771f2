import { statement } from '../../database/sql.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import { type Clock, DAY_MS } from '../../domain/clock.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Deadlines } from '../applications/applications.ts';
import { type ApplicationRow, applicationColumns, applicationOf } from './application-row.ts';
import type { AuditChain } from './audit-chain.ts';
import type { Changed, Changes } from './changes.ts';

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

/** With a new certificate at hand it is set up, or not, without being reminded of the old one. */
const selectEnding = statement(
  'deadline_ending',
  `WITH near AS MATERIALIZED (
     SELECT application_id, valid_to FROM certificate
     WHERE valid_to >= $1 AND valid_to < $2 AND (reminded_days IS NULL OR reminded_days > $3))
   SELECT ${applicationColumns}, near.valid_to AS "validTo" FROM near JOIN application ON id = near.application_id
   WHERE status IN ('issued', 'set-up') AND NOT EXISTS (
     SELECT 1 FROM application n WHERE n.renews_id = application.id AND n.status IN ('issued', 'set-up'))
   ORDER BY near.valid_to, id LIMIT $4 FOR UPDATE OF application SKIP LOCKED`,
);
const markEnding = statement(
  'deadline_ending_reminded',
  'UPDATE certificate SET reminded_days = $2 WHERE application_id = ANY($1::bigint[])',
);
/** The number, what became of it, and the hash of the key stay. */
const erase = statement(
  'deadline_erase',
  `UPDATE application SET personal = NULL, iin_fingerprint = NULL, csr = NULL, reason = NULL WHERE id IN (
     SELECT id FROM application WHERE status = 'refused' AND since < $1 AND personal IS NOT NULL
     ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
   RETURNING number`,
);
const emptyLetters = statement(
  'deadline_empty_letters',
  `UPDATE letter SET content = NULL WHERE application_id IN (SELECT id FROM application WHERE number = ANY($1::text[]))
   AND state = 'failed' AND content IS NOT NULL`,
);

export interface DeadlineParts {
  readonly sealing: Sealing;
  readonly changes: Changes;
  readonly audit: AuditChain;
  readonly clock: Clock;
}

export function createDeadlines({ sealing, changes, audit, clock }: DeadlineParts): Deadlines {
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
    remindEnding: (now, days, limit) =>
      changes.commit(async (sql) => {
        const until = new Date(now.getTime() + days * DAY_MS);
        const rows = await sql.query<ApplicationRow & { validTo: Date }>(selectEnding, [now, until, days, limit]);
        if (rows.length === 0) return 0;
        await sql.query(markEnding, [rows.map(({ id }) => id), days]);
        const changed = rows.map(({ validTo, ...row }): Changed => {
          const { status } = row;
          const change = {
            status,
            actor: 'clock',
            at: now,
            notice: 'certificate-ends',
            validTo,
            details: { days },
          } as const;
          return { application: applicationOf(row, sealing), change };
        });
        await changes.recordEach(sql, changed);
        return rows.length;
      }),
    eraseRefused: (before, limit) =>
      changes.commit(async (sql) => {
        const rows = await sql.query<{ number: ApplicationNumber }>(erase, [before, limit]);
        if (rows.length === 0) return 0;
        const numbers = rows.map(({ number }) => number);
        await sql.query(emptyLetters, [numbers]);
        const at = clock();
        await audit.appendTo(
          sql,
          numbers.map((subject) => ({ at, actor: 'clock', action: 'personal-data-erased', subject })),
        );
        return rows.length;
      }),
  };
}
