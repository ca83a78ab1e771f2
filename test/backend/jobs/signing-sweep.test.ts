import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createIssue } from '../../../src/backend/applications/issue.ts';
import type { EmbeddedAuthority } from '../../../src/backend/ca/embedded-authority.ts';
import { createSweeps } from '../../../src/backend/jobs/sweeps.ts';
import { statement } from '../../../src/database/sql.ts';
import type { ApplicationNumber } from '../../../src/domain/application-number.ts';
import { makeEcKey, removeFolder, request, toDer } from '../../csr/requests.ts';
import { domain, openAuthority } from '../ca/authorities.ts';
import { approveMany, engines, openRig, type Rig } from '../storage/rig.ts';

const csr = toDer(request(makeEcKey('P-256')));
let now = new Date();
let rig: Rig;
let authority: EmbeddedAuthority;
beforeAll(async () => {
  rig = await openRig(engines.at(-1) ?? 'embedded', () => now);
  authority = await openAuthority();
});
afterAll(async () => {
  await authority.close();
  await rig.close();
  removeFolder();
});

const inStatus = statement(
  'signing_sweep_count',
  'SELECT count(*) AS count FROM application WHERE status = $1 AND number = ANY ($2)',
);
const countOf = async (numbers: readonly ApplicationNumber[], status: string) =>
  (await rig.database.query<{ count: number }>(inStatus, [status, numbers]))[0]?.count;

function sweeping(signing: Pick<EmbeddedAuthority, 'issue'> = authority) {
  const errors: unknown[] = [];
  const issue = createIssue({ ...rig.storage, authority: { ...authority, ...signing }, clock: () => now });
  const sweeps = createSweeps({
    storage: rig.storage,
    issue,
    signingAtOnce: authority.atOnce,
    revoke: { carryOut: async () => undefined },
    requeueLetters: async () => undefined,
    onError: (error) => errors.push(error),
    clock: () => now,
    refusedKeptDays: 90,
    exportAuditHead: async () => undefined,
  });
  return { errors, sweep: () => sweeps['signing']?.run() };
}

test('one sweep signs all that wait, however many', async () => {
  const numbers = await approveMany(rig.storage, 450, csr, domain);
  const { errors, sweep } = sweeping();
  await sweep();
  expect(await countOf(numbers, 'issued')).toBe(450);
  expect(errors).toEqual([]);
}, 60_000);

test('an authority that is down ends the sweep, and the next one goes on', async () => {
  const numbers = await approveMany(rig.storage, 20, csr, domain);
  let asked = 0;
  const down = sweeping({
    issue: async () => {
      asked += 1;
      throw new Error('down');
    },
  });
  await down.sweep();
  expect(asked).toBe(20);
  expect(down.errors).toHaveLength(20);
  now = new Date(now.getTime() + 61_000); // after the lease
  await sweeping().sweep();
  expect(await countOf(numbers, 'issued')).toBe(20);
}, 60_000);
