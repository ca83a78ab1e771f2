// Where two operators have to confirm, a revocation too needs both of them, unless the key is compromised.
import { describe, expect, test } from '@jest/globals';
import type { OperatorIdentity } from '../../../src/backend/applications/desk-work.ts';
import {
  aigerim,
  confirm,
  numberOf,
  operator,
  readOwn,
  revoke,
  runBackend,
  submit,
  unlimited,
} from '../running-backend.ts';
import { shareBackend } from '../shared-backend.ts';

const owner = 'telegram:1000';
const running = shareBackend(unlimited, { DESK_FOUR_EYES: 'on' });
const reason = 'cessation-of-operation' as const;
const waiting = { value: { status: 'issued', waitsFor: 'second-operator' } };
const done = { value: { status: 'revoked' } };

const first = operator('first', { iinFingerprint: 'a'.repeat(32) });
const second = operator('second', { iinFingerprint: 'b'.repeat(32), regions: ['KZ-75'] });

async function issued() {
  const view = await submit(running);
  await confirm(running, view, first);
  expect(await confirm(running, view, second)).toEqual({ value: { status: 'issued' } });
  return { number: numberOf(view) };
}
const look = (number: ReturnType<typeof numberOf>, by: OperatorIdentity) => running.backend.desk.find(number, by);
const listed = async (filter: 'second-operator' | 'revocation-asked', number: string, by = second) =>
  (await running.backend.desk.queue(filter, { limit: 200 }, by)).entries.find((entry) => entry.number === number);

describe('a revocation', () => {
  test('is confirmed by the first, who changes nothing yet, and then by the second', async () => {
    const { number } = await issued();
    expect((await look(number, first))?.may).toMatchObject({ revoke: true, revoking: 'as-first', takeBack: false });
    expect(await revoke(running, { number }, reason, first)).toEqual(waiting);
    expect(await readOwn(running, number)).toMatchObject({ status: 'issued', revocation: null });
    expect(await look(number, first)).toMatchObject({
      firstRevocation: { operatorId: 'first', reason, counts: true },
      may: { revoke: 'second-operator', takeBack: true },
    });
    expect((await look(number, second))?.may).toMatchObject({ revoke: true, revoking: 'as-second', takeBack: false });
    expect(await listed('second-operator', number)).toMatchObject({ firstBy: 'first', firstOf: 'revoked' });

    expect(await revoke(running, { number }, reason, second)).toEqual(done);
    expect((await readOwn(running, number)).revocation).toMatchObject({ reason, decided: true });
    expect(await listed('second-operator', number)).toBeUndefined();
  });

  test('is never of one person alone, neither twice nor with a second account', async () => {
    const { number } = await issued();
    await revoke(running, { number }, reason, first);
    expect(await revoke(running, { number }, reason, first)).toEqual({ because: 'second-operator' });
    expect(await revoke(running, { number }, reason, { ...first, id: 'other' })).toEqual({
      because: 'second-operator',
    });
    const self = operator('self', { iinFingerprint: running.backend.desk.fingerprintOf(aigerim.iin) });
    expect(await revoke(running, { number }, reason, self)).toEqual({ because: 'own-application' });
    expect((await readOwn(running, number)).status).toBe('issued');
  });

  test('for another reason is a first confirmation again', async () => {
    const { number } = await issued();
    await revoke(running, { number }, reason, first);
    expect(await revoke(running, { number }, 'superseded', second)).toEqual(waiting);
    expect(await revoke(running, { number }, 'superseded', second)).toEqual({ because: 'second-operator' });
    expect(await revoke(running, { number }, 'superseded', first)).toEqual(done);
    expect((await readOwn(running, number)).revocation).toMatchObject({ reason: 'superseded' });
  });

  test('of two who press at once as the first has one first, and the other is told', async () => {
    const { number } = await issued();
    const press = async (by: OperatorIdentity, seen = '') =>
      running.backend.desk.revoke({ number, by, reason, typed: number, seen });
    const [mine, theirs] = [await look(number, first), await look(number, second)];
    const outcomes = await Promise.all([press(first, mine?.seen), press(second, theirs?.seen)]);
    expect(outcomes).toContainEqual(waiting);
    expect(outcomes).toContainEqual({ because: 'confirmed-meanwhile' });
  });

  test('is taken back by the first alone, and then nobody has confirmed it', async () => {
    const { desk } = running.backend;
    const { number } = await issued();
    await revoke(running, { number }, reason, first);
    expect(await desk.takeBack(number, second)).toBe(false);
    const seen = (await look(number, second))?.seen ?? '';
    expect(await desk.takeBack(number, first)).toBe(true);
    expect(await desk.revoke({ number, by: second, reason, typed: number, seen })).toEqual({ because: 'seen-stale' });
    expect(await revoke(running, { number }, reason, second)).toEqual(waiting);
  });

  test('that the owner asked for is listed with who has confirmed it', async () => {
    const { number } = await issued();
    await running.client('askRevocation', { path: { number }, owner, body: { reason: 'key-lost' } });
    await revoke(running, { number }, 'key-lost', first);
    expect(await listed('revocation-asked', number)).toMatchObject({
      firstBy: 'first',
      revocation: { decidedAt: null },
    });
    expect(await revoke(running, { number }, 'key-lost', second)).toEqual(done);
    expect(await listed('revocation-asked', number)).toBeUndefined();
  });

  test('of a compromised key waits for no second operator, also when another had confirmed another reason', async () => {
    const { number } = await issued();
    await revoke(running, { number }, reason, first);
    expect(await revoke(running, { number }, 'key-compromise', second)).toEqual(done);
    expect(await listed('second-operator', number)).toBeUndefined();
  });
});

test('where compromised keys are left to operators, two of them have to agree', async () => {
  const strict = await runBackend({ DESK_FOUR_EYES: 'on', REVOKE_COMPROMISED: 'by-operator' }, unlimited);
  try {
    const view = await submit(strict);
    for (const by of [first, second]) await confirm(strict, view, by);
    expect(await revoke(strict, view, 'key-compromise', first)).toEqual(waiting);
    expect(await revoke(strict, view, 'key-compromise', second)).toEqual(done);
  } finally {
    await strict.stop();
  }
});
