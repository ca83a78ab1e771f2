import { type Sql, statement } from '../../database/sql.ts';

const take = statement(
  'lease_take',
  `INSERT INTO lease AS l (name, holder)
   SELECT $1, i.id FROM instance i WHERE i.id = $2 AND i.alive_until > clock_timestamp()
   ON CONFLICT (name) DO UPDATE SET holder = excluded.holder
     WHERE l.holder = excluded.holder
       OR NOT EXISTS (SELECT FROM instance i WHERE i.id = l.holder AND i.alive_until > clock_timestamp())
   RETURNING holder`,
);

/** Work that only one instance does at a time. */
export type LeaseName = 'polling' | 'status-changes' | 'broadcast';

/** Whether the instance has the lease now: it had it already, or nobody alive has it. Ends with the instance's life. */
export const takeLease = async (sql: Sql, name: LeaseName, instance: string): Promise<boolean> =>
  (await sql.query(take, [name, instance])).length > 0;
