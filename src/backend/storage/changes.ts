// Every change of applications leaves through here: the letters, then the feed, then the audit, in the caller's transaction.
import type { ApplicationStatus } from '../../contract/statuses.ts';
import type { Database } from '../../database/database.ts';
import type { Sql } from '../../database/sql.ts';
import type { Application } from '../applications/application.ts';
import type { AuditEntry } from '../applications/audit.ts';
import { type LetterKind, letterOf } from '../applications/letter.ts';
import type { AuditChain } from './audit-chain.ts';
import type { Feed } from './feed.ts';
import type { Outbox, OutgoingLetter } from './outbox.ts';

export interface Change {
  readonly status: ApplicationStatus;
  readonly actor: string;
  readonly at: Date;
  readonly letter?: LetterKind | undefined;
  readonly reason?: string | undefined;
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
      changed.map(({ application: { id }, change: { status, at, actor } }) => ({ id, status, at, actor })),
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

function letterFor({ application, change: { letter, at, reason, validTo } }: Changed): OutgoingLetter[] {
  const written = letter && letterOf(letter, application, { reason: reason ?? null, validTo: validTo ?? null });
  return written ? [{ applicationId: application.id, letter: written, at }] : [];
}

const entryFor = ({ application: { number }, change: { at, actor, status, details = {} } }: Changed): AuditEntry => ({
  at,
  actor,
  action: status,
  subject: number,
  details,
});
