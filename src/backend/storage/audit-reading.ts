import type { Database } from '../../database/database.ts';
import { statement } from '../../database/sql.ts';
import type { AuditLine } from './audit-chain.ts';

const selectHead = statement('audit_read_head', 'SELECT sequence, mac FROM audit_head WHERE id = 1');
const selectPage = statement(
  'audit_read_page',
  `SELECT sequence, at, actor, action, subject, details, previous, mac FROM audit
   WHERE sequence > $1 AND sequence <= $2 ORDER BY sequence LIMIT $3`,
);

export interface AuditReading {
  head(): Promise<{ readonly sequence: number; readonly mac: string }>;
  /** All lines up to this one, in order, a page at a time. */
  lines(until: number): AsyncIterable<AuditLine>;
}

const PAGE = 1_000;

export function createAuditReading(database: Database): AuditReading {
  return {
    async head() {
      const [head] = await database.query<{ sequence: number; mac: string }>(selectHead);
      return head ?? { sequence: 0, mac: '' };
    },
    async *lines(until) {
      for (let after = 0; ; ) {
        const page = await database.query<AuditLine>(selectPage, [after, until, PAGE]);
        yield* page;
        after = page.at(-1)?.sequence ?? after;
        if (page.length < PAGE) return;
      }
    },
  };
}
