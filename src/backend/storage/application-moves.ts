// The only way in which an application's status changes: a conditional UPDATE with its traces in the same transaction.
import type { ApplicationStatus } from '../../contract/statuses.ts';
import { type Sql, statement } from '../../database/sql.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Application } from '../applications/application.ts';
import type { Move } from '../applications/applications.ts';
import { destroyingStatuses, mayBecome, openStatuses } from '../applications/lifecycle.ts';
import { type ApplicationRow, applicationColumns, applicationOf, reasonContext } from './application-row.ts';
import type { Change, Changed, Changes } from './changes.ts';
import { findCertificateEnd } from './renewals.ts';

const moveLocked = statement(
  'application_move_locked',
  `UPDATE application SET status = $2, since = $3, reason = COALESCE($4::bytea, reason),
     open_key = CASE WHEN $5 THEN open_key END,
     personal = CASE WHEN $6 THEN NULL ELSE personal END,
     iin_fingerprint = CASE WHEN $6 THEN NULL ELSE iin_fingerprint END,
     csr = CASE WHEN $6 THEN NULL ELSE csr END
   WHERE id = $1`,
);
const lockInStatus = statement(
  'application_lock_in_status',
  `SELECT ${applicationColumns} FROM application WHERE number = $1 AND status = ANY($2::text[]) FOR UPDATE`,
);

/** Letters about these say how long the certificate would have lasted, or lasts. */
const certifiedStatuses: readonly ApplicationStatus[] = ['set-up', 'revoked'];

/** Within a larger transaction. Undefined when the application was not in a status of `from` (any more). */
export type MoveIn = (sql: Sql, move: Move & Pick<Change, 'revocation'>) => Promise<Application | undefined>;

export function createMoveIn(sealing: Sealing, changes: Changes): MoveIn {
  const lock = async (sql: Sql, number: string, from: readonly ApplicationStatus[]) => {
    const [row] = await sql.query<ApplicationRow>(lockInStatus, [number, from]);
    return row && applicationOf(row, sealing);
  };

  /** The certificate that this application's is in place of; whatever else became of it stays as it is. */
  const supersede = async (sql: Sql, { renews, number }: Application, at: Date): Promise<Changed[]> => {
    const from = mayBecome('superseded', 'clock');
    const old = renews && (await lock(sql, renews, from));
    if (!old) return [];
    await write(sql, old, { to: 'superseded', at });
    const validTo = await findCertificateEnd(sql, old.id);
    const change: Change = { status: 'superseded', actor: 'clock', at, validTo, details: { by: number } };
    return [{ application: old, change }];
  };

  const write = async (
    sql: Sql,
    before: Application,
    { to, at, reason = null }: { readonly to: ApplicationStatus; readonly at: Date; readonly reason?: string | null },
  ): Promise<Application> => {
    const sealed = reason === null ? null : sealing.seal(reason, reasonContext(before.number));
    const isOpen = openStatuses.some((status) => status === to);
    const isDestroying = destroyingStatuses.some((status) => status === to);
    await sql.query(moveLocked, [before.id, to, at, sealed, isOpen, isDestroying]);
    const gone = isDestroying ? { personal: null, csr: null } : {};
    return { ...before, status: to, since: at, reason: reason ?? before.reason, ...gone };
  };

  return async (sql, { number, from, to, ...change }) => {
    const { at } = change;
    const before = await lock(sql, number, from);
    if (!before) return undefined;
    const after = await write(sql, before, { to, ...change });
    const replaced = to === 'set-up' ? await supersede(sql, before, at) : [];
    const validTo = certifiedStatuses.includes(to) ? await findCertificateEnd(sql, before.id) : undefined;
    await changes.recordEach(sql, [{ application: before, change: { ...change, status: to, validTo } }, ...replaced]);
    return after;
  };
}
