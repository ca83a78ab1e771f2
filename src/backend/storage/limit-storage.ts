import type { Database } from '../../database/database.ts';
import { statement } from '../../database/sql.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Limit, Limits } from '../applications/limits.ts';

const take = statement(
  'tries_take',
  `INSERT INTO tries AS t (key, count, expires_at) VALUES ($1, 1, $3)
   ON CONFLICT (key) DO UPDATE SET
     count = CASE WHEN t.expires_at <= $2 THEN 1 ELSE t.count + 1 END,
     expires_at = CASE WHEN t.expires_at <= $2 THEN $3 ELSE t.expires_at END
   RETURNING count, expires_at AS "expiresAt"`,
);
const read = statement(
  'tries_read',
  'SELECT count, expires_at AS "expiresAt" FROM tries WHERE key = $1 AND expires_at > $2',
);

export function createLimits(database: Database, sealing: Sealing, clock: Clock): Limits {
  const keyOf = ({ name }: Limit, who: string) => sealing.fingerprint(`tries ${name} ${who}`);
  const judge = (count: number, allowed: number, expiresAt: Date, now: Date) =>
    count <= allowed
      ? undefined
      : {
          because: 'too-many-tries' as const,
          retryAfter: Math.max(1, Math.ceil((expiresAt.getTime() - now.getTime()) / 1000)),
        };

  return {
    async take(limit, who) {
      const now = clock();
      const end = new Date(now.getTime() + limit.seconds * 1000);
      const [row] = await database.query<{ count: number; expiresAt: Date }>(take, [keyOf(limit, who), now, end]);
      return row && judge(row.count, limit.tries, row.expiresAt, now);
    },
    async check(limit, who) {
      const now = clock();
      const [row] = await database.query<{ count: number; expiresAt: Date }>(read, [keyOf(limit, who), now]);
      return row && judge(row.count + 1, limit.tries, row.expiresAt, now);
    },
  };
}
