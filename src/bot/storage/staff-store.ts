import type { Sql } from '../../database/sql.ts';
import { statement } from '../../database/sql.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { StaffAudit } from '../staff/audit.ts';
import type { Changed, Role, StaffMember, StaffStore } from '../staff/staff.ts';

const columns = 'user_id, role, name, granted_at';
const find = statement('staff_find', `SELECT ${columns} FROM staff_member WHERE user_id = $1 AND role IS NOT NULL`);
const list = statement(
  'staff_list',
  `SELECT ${columns} FROM staff_member WHERE role IS NOT NULL ORDER BY added_at, user_id`,
);
const addFirst = statement(
  'staff_add_first',
  `WITH added AS (
     INSERT INTO staff_member (user_id, role) SELECT unnest($1::int8[]), 'owner' ON CONFLICT (user_id) DO NOTHING
     RETURNING user_id
   )
   INSERT INTO staff_audit (key, actor, action, subject, detail)
   SELECT 'start', user_id, 'staff-first', 'user:' || user_id, 'owner' FROM added ON CONFLICT DO NOTHING`,
);

/** Locks the owners, so that two of them cannot remove each other at the same moment. */
const owners = `owners AS MATERIALIZED (SELECT user_id FROM staff_member WHERE role = 'owner' ORDER BY user_id FOR UPDATE)`;
const othersOwn = 'EXISTS (SELECT FROM owners WHERE user_id <> $1)';

/** The same event again finds the role already granted, and changes nothing. */
const grant = statement(
  'staff_grant',
  `WITH ${owners}, changed AS (
     INSERT INTO staff_member AS s (user_id, role, name) SELECT $1::int8, $2::text, $3::bytea
     WHERE $2 = 'owner' OR ${othersOwn}
     ON CONFLICT (user_id) DO UPDATE SET role = excluded.role, name = coalesce(excluded.name, s.name),
       granted_at = CASE WHEN s.role = excluded.role THEN s.granted_at ELSE clock_timestamp() END
     RETURNING user_id
   ), recorded AS (
     INSERT INTO staff_audit (key, actor, action, subject, detail)
     SELECT $5, $4, 'staff-granted', 'user:' || user_id, $2 FROM changed ON CONFLICT DO NOTHING
   )
   SELECT user_id FROM changed`,
);
const remove = statement(
  'staff_remove',
  `WITH ${owners}, changed AS (
     UPDATE staff_member SET role = NULL, name = NULL WHERE user_id = $1::int8 AND role IS NOT NULL AND ${othersOwn}
     RETURNING user_id
   ), recorded AS (
     INSERT INTO staff_audit (key, actor, action, subject)
     SELECT $3, $2, 'staff-removed', 'user:' || user_id FROM changed ON CONFLICT DO NOTHING
   )
   SELECT user_id FROM changed`,
);
const record = statement(
  'staff_audit_record',
  `INSERT INTO staff_audit (key, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
);

interface Row {
  user_id: number;
  role: Role;
  name: Uint8Array | null;
  granted_at: Date;
}

/** Names are sealed: they are people's, and only the staff's list shows them. */
export function createStaffStore({ query }: Sql, sealing: Sealing): StaffStore {
  const context = (userId: number) => `staff_member.name:${userId}`;
  const toMember = ({ user_id, role, name, granted_at }: Row): StaffMember => ({
    userId: user_id,
    role,
    name: name === null ? undefined : sealing.open<string>(name, context(user_id)),
    grantedAt: granted_at,
  });
  const findMember = async (userId: number) => {
    const [row] = await query<Row>(find, [userId]);
    return row && toMember(row);
  };
  const outcome = async (rows: readonly unknown[], userId: number): Promise<Changed> =>
    rows.length > 0 ? { value: 'done' } : { because: (await findMember(userId)) ? 'last-owner' : 'nobody' };

  return {
    find: findMember,
    list: async () => (await query<Row>(list)).map(toMember),
    async addFirstOwners(userIds) {
      if (userIds.length > 0) await query(addFirst, [userIds]);
    },
    async grant(userId, role, { actor, key, name }) {
      const sealed = name === undefined ? null : sealing.seal(name, context(userId));
      return outcome(await query(grant, [userId, role, sealed, actor, key]), userId);
    },
    remove: async (userId, { actor, key }) => outcome(await query(remove, [userId, actor, key]), userId),
  };
}

export const createStaffAudit = ({ query }: Sql): StaffAudit => ({
  async record({ key, actor, action, subject, detail }) {
    await query(record, [key, actor, action, subject ?? null, detail ?? null]);
  },
});
