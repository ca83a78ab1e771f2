import type { Database } from '../../database/database.ts';
import { type Sql, statement } from '../../database/sql.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Application } from '../applications/application.ts';
import { revocableStatuses } from '../applications/lifecycle.ts';
import type {
  DecidedRevocation,
  RevocationFacts,
  RevocationStorage,
  RevocationWish,
} from '../applications/revocations.ts';
import { listedReason } from '../applications/revoke.ts';
import type { Revocation } from '../ca/revocation-list.ts';
import { type ApplicationRow, applicationOf, lockByNumber } from './application-row.ts';
import type { ApplicationStorage } from './application-storage.ts';
import type { AuditChain } from './audit-chain.ts';
import type { Changes } from './changes.ts';

const columns = `reason, asked_at AS "askedAt", asked_by AS "askedBy", decided_at AS "decidedAt", decided_by AS "decidedBy"`;
const select = statement('revocation_of', `SELECT ${columns} FROM revocation WHERE application_id = $1`);
/** What is decided stands. */
const write = statement(
  'revocation_write',
  `INSERT INTO revocation AS r (application_id, reason, asked_at, asked_by, decided_at, decided_by)
   VALUES ($1, $2, $3, $4, $5, $6)
   ON CONFLICT (application_id) DO UPDATE SET reason = $2, decided_at = $5, decided_by = $6 WHERE r.decided_at IS NULL
   RETURNING ${columns}`,
);
const selectDecided = statement(
  'revocation_decided',
  `SELECT r.reason, c.serial FROM revocation r JOIN application a ON a.id = r.application_id
   JOIN certificate c ON c.application_id = a.id
   WHERE a.number = $1 AND r.decided_at IS NOT NULL AND r.done_at IS NULL`,
);
const finish = statement(
  'revocation_finish',
  `UPDATE revocation SET done_at = $2 WHERE application_id = $1 AND decided_at IS NOT NULL AND done_at IS NULL
   RETURNING ${columns}`,
);
const revokeCertificate = statement(
  'revocation_of_certificate',
  'UPDATE certificate SET revoked_at = $2, revocation_reason = $3 WHERE application_id = $1 RETURNING serial',
);
const revokeKey = statement('revocation_of_key', 'UPDATE used_key SET revoked = true WHERE spki_sha256 = $1');
const unfinished = statement(
  'revocation_unfinished',
  `SELECT a.number FROM revocation r JOIN application a ON a.id = r.application_id
   WHERE r.done_at IS NULL AND r.decided_at IS NOT NULL ORDER BY r.decided_at LIMIT $1`,
);
const listed = statement(
  'revocation_listed',
  `SELECT serial, revoked_at AS at, revocation_reason AS reason FROM certificate WHERE revoked_at IS NOT NULL
   ORDER BY revoked_at, serial`,
);
/** The newest alone would miss one that was stored later with an earlier time. */
const revision = statement(
  'revocation_revision',
  `SELECT count(*) || ' ' || COALESCE(max(revoked_at)::text, '') AS revision FROM certificate WHERE revoked_at IS NOT NULL`,
);

export interface RevocationParts {
  readonly database: Database;
  readonly sealing: Sealing;
  readonly changes: Changes;
  readonly audit: AuditChain;
  readonly applications: ApplicationStorage;
}

export interface StoredRevocations extends RevocationStorage {
  /** Within the transaction of what is made of it. */
  findIn(sql: Sql, applicationId: number): Promise<RevocationFacts | undefined>;
  /** `decide` within a larger transaction. */
  decideIn(sql: Sql, wish: RevocationWish): Promise<RevocationFacts | undefined>;
}

export function createRevocationStorage(parts: RevocationParts): StoredRevocations {
  const { database, sealing, changes, audit, applications } = parts;

  /** Whoever writes facts about a revocation has the application's row. */
  const lock = async (sql: Sql, number: ApplicationNumber): Promise<Application | undefined> => {
    const [row] = await sql.query<ApplicationRow>(lockByNumber, [number]);
    return row && revocableStatuses.includes(row.status) ? applicationOf(row, sealing) : undefined;
  };

  const findIn: StoredRevocations['findIn'] = async (sql, applicationId) => {
    const [row] = await sql.query<RevocationFacts>(select, [applicationId]);
    return row;
  };

  const askIn = async (sql: Sql, { number, reason, by, at }: RevocationWish) => {
    const application = await lock(sql, number);
    if (!application) return undefined;
    const before = await findIn(sql, application.id);
    const [after] = await sql.query<RevocationFacts>(write, [application.id, reason, at, by, null, null]);
    if (!after || before?.reason === reason) return before;
    const change = { status: application.status, actor: by, at, revocation: reason, details: { reason } };
    await changes.record(sql, [application], { ...change, notice: 'revocation-asked' });
    return after;
  };

  const decideIn: StoredRevocations['decideIn'] = async (sql, { number, reason, by, at, first }) => {
    const application = await lock(sql, number);
    if (!application) return undefined;
    const [decided] = await sql.query<RevocationFacts>(write, [application.id, reason, at, by, at, by]);
    if (!decided) return findIn(sql, application.id);
    const details = { reason, ...(first !== undefined && { first }) };
    await audit.appendTo(sql, [{ at, actor: by, action: 'revocation-decided', subject: number, details }]);
    return decided;
  };

  return {
    findIn,
    decideIn,
    ask: (wish) => changes.commit((sql) => askIn(sql, wish)),
    decide: (wish) => changes.commit((sql) => decideIn(sql, wish)),
    async decided(number) {
      const [row] = await database.query<DecidedRevocation>(selectDecided, [number]);
      return row;
    },
    finish: (number, at) =>
      changes.commit(async (sql) => {
        const application = await lock(sql, number);
        const [facts] = application ? await sql.query<RevocationFacts>(finish, [application.id, at]) : [];
        if (!application || !facts) return undefined;
        const { reason, decidedBy } = facts;
        await sql.query(revokeCertificate, [application.id, at, listedReason(reason)]);
        await sql.query(revokeKey, [application.spkiSha256]);
        const actor = decidedBy ?? 'ca';
        const from = [application.status];
        const details = { reason };
        return applications.moveIn(sql, { number, from, to: 'revoked', actor, at, details, revocation: reason });
      }),
    async revision() {
      const [row] = await database.query<{ revision: string }>(revision);
      return row?.revision ?? '';
    },
    revoked: () => database.query<Revocation>(listed),
    async unfinished(limit) {
      const rows = await database.query<{ number: ApplicationNumber }>(unfinished, [limit]);
      return rows.map(({ number }) => number);
    },
  };
}
