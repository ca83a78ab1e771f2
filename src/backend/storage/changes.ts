// Every change of applications leaves through here: the letters, then the feed, then the audit, in the caller's transaction.
import type { ApplicationStatus } from '../../contract/statuses.ts';
import type { Database } from '../../database/database.ts';
import type { Sql } from '../../database/sql.ts';
import type { Application } from '../applications/application.ts';
import { type LetterKind, letterOf } from '../applications/letter.ts';
import type { AuditChain } from './audit-chain.ts';
import type { Feed } from './feed.ts';
import type { Outbox } from './outbox.ts';

export interface Change {
  readonly status: ApplicationStatus;
  readonly actor: string;
  readonly at: Date;
  readonly letter?: LetterKind | undefined;
  readonly reason?: string | undefined;
  readonly validTo?: Date | undefined;
  readonly details?: Readonly<Record<string, string | number | boolean>> | undefined;
}

export interface Changes {
  /** Commits `work` and wakes who follows the feed. */
  commit<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** `applications` with the personal data they had before; call it last, it holds locks that all changes share. */
  record(sql: Sql, applications: readonly Application[], change: Change): Promise<void>;
}

export function createChanges(database: Database, feed: Feed, outbox: Outbox, audit: AuditChain): Changes {
  return {
    async commit(work) {
      const result = await database.transaction(work);
      feed.wake();
      return result;
    },
    async record(sql, applications, { status, actor, at, letter, reason = null, validTo = null, details }) {
      if (applications.length === 0) return;
      const letters = applications.flatMap((application) => {
        const written = letter && letterOf(letter, application, { reason, validTo });
        return written ? [{ applicationId: application.id, letter: written }] : [];
      });
      await outbox.put(sql, letters, at);
      await feed.record(sql, { ids: applications.map(({ id }) => id), status, at, actor });
      const entries = applications.map(({ number }) => ({
        at,
        actor,
        action: status,
        subject: number,
        details: details ?? {},
      }));
      await audit.appendTo(sql, entries);
    },
  };
}
