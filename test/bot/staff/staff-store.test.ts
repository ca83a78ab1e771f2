import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createGuard } from '../../../src/bot/staff/guard.ts';
import type { StaffStore } from '../../../src/bot/staff/staff.ts';
import { createStaffAudit, createStaffStore } from '../../../src/bot/storage/staff-store.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { createRig, engines, type Rig } from '../inbox/rig.ts';

const [OWNER, OTHER, WORKER, STRANGER] = [1001, 1002, 1003, 1004];

describe.each(engines)('the staff, on %s', (engine) => {
  let rig: Rig;
  let staff: StaffStore;
  beforeAll(async () => {
    rig = await createRig(engine);
    staff = createStaffStore(rig.database, createSealing(randomBytes(32)));
  });
  afterAll(() => rig.close());

  const roles = async () => (await staff.list()).map(({ userId, role }) => [userId, role]);
  const audit = (key: string) =>
    rig.sql('SELECT actor, action, subject, detail FROM staff_audit WHERE key = $1 ORDER BY id', [key]);
  const by = (key: string, actor = OWNER) => ({ actor, key, name: 'Some One' });

  test('begins with those whom the environment names', async () => {
    await staff.addFirstOwners([OWNER]);
    expect(await roles()).toEqual([[OWNER, 'owner']]);
    expect(await audit('start')).toEqual([
      { actor: OWNER, action: 'staff-first', subject: `user:${OWNER}`, detail: 'owner' },
    ]);
  });

  test('cannot be left without an owner', async () => {
    expect(await staff.remove(OWNER, by('k1'))).toEqual({ because: 'last-owner' });
    expect(await staff.grant(OWNER, 'support', by('k2'))).toEqual({ because: 'last-owner' });
    expect(await roles()).toEqual([[OWNER, 'owner']]);
    expect(await audit('k1')).toEqual([]);
  });

  test('a grant is recorded once, however often its event is handled, and keeps its moment', async () => {
    expect(await staff.grant(WORKER, 'broadcaster', by('k3'))).toEqual({ value: 'done' });
    const granted = await staff.find(WORKER);
    expect(await staff.grant(WORKER, 'broadcaster', by('k3'))).toEqual({ value: 'done' });
    expect(await staff.find(WORKER)).toEqual(granted);
    expect(granted?.name).toBe('Some One');
    expect(await audit('k3')).toEqual([
      { actor: OWNER, action: 'staff-granted', subject: `user:${WORKER}`, detail: 'broadcaster' },
    ]);
  });

  test('a name is nowhere in clear', async () => {
    const [row] = await rig.sql<{ name: Uint8Array }>('SELECT name FROM staff_member WHERE user_id = $1', [WORKER]);
    expect(Buffer.from(row?.name ?? []).includes('Some One')).toBe(false);
  });

  test('who is removed and added again has another grant', async () => {
    const former = await staff.find(WORKER);
    expect(await staff.remove(WORKER, by('k4'))).toEqual({ value: 'done' });
    expect(await staff.find(WORKER)).toBeUndefined();
    await staff.grant(WORKER, 'broadcaster', by('k5'));
    expect((await staff.find(WORKER))?.grantedAt).not.toEqual(former?.grantedAt);
  });

  test('two owners who remove each other at once: one stays', async () => {
    await staff.grant(OTHER, 'owner', by('k6'));
    const outcomes = await Promise.all([staff.remove(OTHER, by('k7')), staff.remove(OWNER, by('k8', OTHER))]);
    expect(outcomes).toContainEqual({ because: 'last-owner' });
    expect((await roles()).filter(([, role]) => role === 'owner')).toHaveLength(1);
  });

  test('who was removed does not come back with the next start', async () => {
    await staff.grant(OWNER, 'owner', by('k9', OTHER));
    await staff.grant(OTHER, 'owner', by('k10'));
    await staff.remove(OTHER, by('k11'));
    await staff.addFirstOwners([OWNER, OTHER]);
    expect((await roles()).map(([userId]) => userId)).not.toContain(OTHER);
  });

  test('the guard lets those through whose role allows it now, and records everybody else', async () => {
    const guard = createGuard(staff, createStaffAudit(rig.database));
    const attempt = (userId: number, key: string) => guard({ userId, duty: 'broadcast', what: 'broadcast', key });
    expect(await attempt(WORKER, 'g1')).toMatchObject({ userId: WORKER, role: 'broadcaster' });
    expect(await attempt(STRANGER, 'g2')).toBeUndefined();
    await staff.grant(WORKER, 'support', by('k12'));
    expect(await attempt(WORKER, 'g3')).toBeUndefined();
    expect(await audit('g1')).toEqual([]);
    for (const [key, actor] of [
      ['g2', STRANGER],
      ['g3', WORKER],
    ] as const)
      expect(await audit(key)).toEqual([{ actor, action: 'refused', subject: null, detail: 'broadcast' }]);
  });

  test('the audit takes codes alone, and only grows', async () => {
    const record = createStaffAudit(rig.database).record;
    await expect(record({ key: 'f', actor: OWNER, action: 'said', detail: 'Hello, world!' })).rejects.toThrow();
    for (const statement of ['UPDATE staff_audit SET actor = 1', 'DELETE FROM staff_audit', 'TRUNCATE staff_audit'])
      await expect(rig.sql(statement)).rejects.toThrow('only grows');
  });
});
