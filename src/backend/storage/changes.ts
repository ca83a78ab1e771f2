// Every change of applications leaves through here: the letters, then the feed, then the audit, in the caller's transaction.
import type { ApplicationStatus, Notice, RevocationReason } from '../../contract/statuses.ts';
import type { Database } from '../../database/database.ts';
import type { Sql } from '../../database/sql.ts';
import type { Application } from '../applications/application.ts';
import type { AuditEntry } from '../applications/audit.ts';
import { letterOf, letterOfMove, letterOfNotice } from '../applications/letter.ts';
import type { AuditChain } from './audit-chain.ts';
import type { Feed } from './feed.ts';
import type { Outbox, OutgoingLetter } from './outbox.ts';

export interface Change {
  readonly status: ApplicationStatus;
  readonly actor: string;
  readonly at: Date;
  /** Something else than a move to `status`, which stays as it was. */
  readonly notice?: Notice | undefined;
  readonly reason?: string | undefined;
  readonly revocation?: RevocationReason | undefined;
  readonly validTo?: Date | undefined;
  readonly details?: Readonly<Record<string, string | number | boolean>> | undefined;
}

export interface Changed {
  readonly application: Application;
  readonly change: Change;
}

export interface Changes {
  /** Commits `work` and wakes who follows the feed. */
  commit<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** The same change of several applications. */
  record(sql: Sql, applications: readonly Application[], change: Change): Promise<void>;
  /** Applications with the personal data they had before; call it last, it holds locks that all changes share. */
  recordEach(sql: Sql, changed: readonly Changed[]): Promise<void>;
}

export function createChanges(database: Database, feed: Feed, outbox: Outbox, audit: AuditChain): Changes {
  const recordEach: Changes['recordEach'] = async (sql, changed) => {
    if (changed.length === 0) return;
    await outbox.put(sql, changed.flatMap(letterFor));
    await feed.record(
      sql,
      changed.map(({ application: { id }, change: { status, at, actor, notice = null } }) => ({
        id,
        status,
        at,
        actor,
        notice,
      })),
    );
    await audit.appendTo(sql, changed.map(entryFor));
  };
  return {
    async commit(work) {
      const result = await database.transaction(work);
      feed.wake();
      return result;
    },
    recordEach,
    record: (sql, applications, change) =>
      recordEach(
        sql,
        applications.map((application) => ({ application, change })),
      ),
  };
}

function letterFor({ application, change }: Changed): OutgoingLetter[] {
  const { status, notice, at, reason = null, revocation = null, validTo = null } = change;
  const kind = notice ? letterOfNotice[notice] : letterOfMove[status];
  const letter = kind && letterOf(kind, application, { reason, revocation, validTo });
  return letter ? [{ applicationId: application.id, letter, at }] : [];
}

const entryFor = ({
  application: { number },
  change: { at, actor, status, notice, details = {} },
}: Changed): AuditEntry => ({
  at,
  actor,
  action: notice ?? status,
  subject: number,
  details,
});
