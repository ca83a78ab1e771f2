import type { Database } from '../../database/database.ts';
import { statement } from '../../database/sql.ts';
import type { AuditLog } from '../applications/audit-log.ts';
import type { AuditLine } from './audit-chain.ts';

const columns = 'SELECT sequence, at, actor, action, subject, details FROM audit WHERE sequence < $1';
const newest = statement('audit_log_newest', `${columns} ORDER BY sequence DESC LIMIT $2`);
const newestOf = statement('audit_log_newest_of', `${columns} AND subject = $3 ORDER BY sequence DESC LIMIT $2`);

export const createAuditLog = (database: Database): AuditLog => ({
  async read({ before = Number.MAX_SAFE_INTEGER, subject, limit }) {
    const lines =
      subject === undefined
        ? await database.query<AuditLine>(newest, [before, limit])
        : await database.query<AuditLine>(newestOf, [before, limit, subject]);
    return lines.map(({ details, ...line }) => ({ ...line, details: JSON.parse(details) }));
  },
});
