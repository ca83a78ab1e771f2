// Two operators on one application, on both engines: what counts, what is told to the slower one, what is left in the audit.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Application } from '../../../src/backend/applications/application.ts';
import type { OperatorIdentity } from '../../../src/backend/applications/desk-work.ts';
import { judgeDecision, judgeRevocation } from '../../../src/backend/applications/judge-decision.ts';
import { statement } from '../../../src/database/sql.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { engines, openRig, type Rig, submitted } from './rig.ts';

const at = new Date('2026-11-10T10:00:00Z');
const stillWaiting = statement(
  'test_waiting',
  'SELECT 1 FROM first_confirmation WHERE waiting AND application_id = $1',
);
const late = new Date('2026-11-10T11:00:00Z');

describe.each(engines)('two operators on %s', (engine) => {
  let rig: Rig;
  let fingerprintOf: (text: string) => string;
  let first: OperatorIdentity;
  let second: OperatorIdentity;
  beforeAll(async () => {
    rig = await openRig(engine, () => at);
    fingerprintOf = createSealing(rig.dataKey).fingerprint;
    const operator = (id: string, iin: string) =>
      ({ id, name: id, regions: 'all', iinFingerprint: fingerprintOf(iin) }) as const;
    first = operator('first', '900101390307');
    second = operator('second', '980109090001');
  });
  afterAll(() => rig.close());

  const stored = async (): Promise<Application> => {
    const outcome = await rig.storage.applications.submit(submitted(), { key: randomUUID(), bodyHash: 'a'.repeat(32) });
    if ('because' in outcome) throw new Error(outcome.because);
    return outcome.value;
  };
  const look = async (application: Application, by: OperatorIdentity) =>
    rig.storage.decisions.show(application, by, late, await rig.storage.decisions.firstConfirmations(application));
  const firstOf = async (application: Application) =>
    (await rig.storage.decisions.firstConfirmations(application)).confirmed;
  const press = (
    application: Application,
    by: OperatorIdentity,
    seen: string,
    to: 'confirmed' | 'refused' = 'confirmed',
  ) =>
    rig.storage.decisions.decide({
      number: application.number,
      seen,
      by,
      judge: (now, earlier) => judgeDecision(now, earlier, { by, to, now: at, fourEyes: true, fingerprintOf }),
      move: { to, at },
    });
  const confirm = async (application: Application, by: OperatorIdentity) =>
    press(application, by, await look(application, by));
  const outcomeOf = (outcome: Awaited<ReturnType<typeof press>>) =>
    'because' in outcome ? outcome.because : outcome.value.status;
  const change = (application: Application) =>
    rig.database.query(statement('test_change_domain', 'UPDATE application SET domain = $2 WHERE id = $1'), [
      application.id,
      `${randomUUID()}.kz`,
    ]);
  const audited = async ({ number }: Application) =>
    rig.database.query<{ action: string; actor: string; details: string }>(
      statement('test_audit_of', 'SELECT action, actor, details FROM audit WHERE subject = $1 ORDER BY sequence'),
      [number],
    );

  test('the first changes nothing yet, the second confirms; the audit names both', async () => {
    const application = await stored();
    expect(outcomeOf(await confirm(application, first))).toBe('submitted');
    expect(await rig.storage.applications.timeline(application.id)).toHaveLength(1);
    expect(outcomeOf(await confirm(application, second))).toBe('confirmed');
    expect(await audited(application)).toEqual([
      expect.objectContaining({ action: 'submitted' }),
      { action: 'confirmed-first', actor: 'operator:first', details: '{}' },
      { action: 'confirmed', actor: 'operator:second', details: '{"first":"first"}' },
    ]);
  });

  test('nobody is both, neither by pressing again nor with a second account', async () => {
    const application = await stored();
    await confirm(application, first);
    expect(outcomeOf(await confirm(application, first))).toBe('second-operator');
    expect(outcomeOf(await confirm(application, { ...first, id: 'other-account' }))).toBe('second-operator');
    expect(outcomeOf(await confirm(application, second))).toBe('confirmed');
  });

  test('neither may be the applicant', async () => {
    const application = await stored();
    const applicant = { ...second, iinFingerprint: fingerprintOf(application.personal?.iin ?? '') };
    expect(outcomeOf(await confirm(application, applicant))).toBe('own-application');
    await confirm(application, first);
    expect(outcomeOf(await confirm(application, applicant))).toBe('own-application');
  });

  test('of two who press at once as the first, one is it and the other is told', async () => {
    const application = await stored();
    const [mine, theirs] = [await look(application, first), await look(application, second)];
    const outcomes = await Promise.all([press(application, first, mine), press(application, second, theirs)]);
    expect(outcomes.map(outcomeOf).sort()).toEqual(['confirmed-meanwhile', 'submitted']);
    expect((await rig.storage.applications.find(application.number))?.status).toBe('submitted');
  });

  test('of two who press at once as the second, one is it and the other is told', async () => {
    const application = await stored();
    await confirm(application, first);
    const third = { ...second, id: 'third', iinFingerprint: fingerprintOf('851231490007') };
    const [mine, theirs] = [await look(application, second), await look(application, third)];
    const outcomes = await Promise.all([press(application, second, mine), press(application, third, theirs)]);
    expect(outcomes.map(outcomeOf).sort()).toEqual(['application-state', 'confirmed']);
  });

  test('what changed after the first confirmation takes it away', async () => {
    const application = await stored();
    await confirm(application, first);
    await change(application);
    const now = (await rig.storage.applications.find(application.number)) as Application;
    expect(await firstOf(now)).toMatchObject({ operatorId: 'first', counts: false });
    expect(outcomeOf(await confirm(now, second))).toBe('submitted');
    expect(outcomeOf(await confirm(now, second))).toBe('second-operator');
    expect(outcomeOf(await confirm(now, first))).toBe('confirmed');
  });

  test('an operator who was disabled since does not count any more', async () => {
    const application = await stored();
    const id = randomUUID();
    const leaving = { ...first, id };
    const join = `INSERT INTO desk_operators (id, name, password_hash, created_at) VALUES ($1, $2, '', $3)`;
    await rig.database.query(statement('test_join', join), [id, id, at]);
    await confirm(application, leaving);
    expect(await firstOf(application)).toMatchObject({ counts: true });
    const leave = statement('test_leave', 'UPDATE desk_operators SET disabled_at = $2 WHERE id = $1');
    await rig.database.query(leave, [id, at]);
    expect(outcomeOf(await confirm(application, second))).toBe('submitted');
    expect(outcomeOf(await confirm(application, first))).toBe('confirmed');
  });

  test('the first takes it back, and then it is nobody’s; another cannot', async () => {
    const application = await stored();
    const { number } = application;
    await confirm(application, first);
    expect(await rig.storage.decisions.takeBack({ number, by: second, at })).toBe(false);
    const seen = await look(application, second);
    expect(await rig.storage.decisions.takeBack({ number, by: first, at })).toBe(true);
    expect(await rig.storage.decisions.takeBack({ number, by: first, at })).toBe(false);
    expect(outcomeOf(await press(application, second, seen))).toBe('seen-stale');
    expect(outcomeOf(await confirm(application, second))).toBe('submitted');
    expect((await audited(application)).map(({ action }) => action)).toEqual([
      'submitted',
      'confirmed-first',
      'confirmation-taken-back',
      'confirmed-first',
    ]);
  });

  test('taking back and the second confirmation at once: one of them happens', async () => {
    const application = await stored();
    const { number } = application;
    await confirm(application, first);
    const seen = await look(application, second);
    const [taken, pressed] = await Promise.all([
      rig.storage.decisions.takeBack({ number, by: first, at }),
      press(application, second, seen),
    ]);
    expect(outcomeOf(pressed)).toBe(taken ? 'seen-stale' : 'confirmed');
  });

  test('a refusal needs no second operator, and leaves nothing waiting', async () => {
    const application = await stored();
    await confirm(application, first);
    expect(outcomeOf(await press(application, second, await look(application, second), 'refused'))).toBe('refused');
    const { entries } = await rig.storage.queue.list({
      filter: 'second-operator',
      regions: 'all',
      now: at,
      fourEyes: true,
    });
    expect(entries.map(({ number }) => number)).not.toContain(application.number);
  });

  test('a revocation by two names both in the audit, and leaves nothing waiting', async () => {
    const application = await stored();
    const issue = statement('test_issue', `UPDATE application SET status = 'issued' WHERE id = $1`);
    await rig.database.query(issue, [application.id]);
    const now = (await rig.storage.applications.find(application.number)) as Application;
    const reason = 'superseded' as const;
    const confirmRevocation = async (by: OperatorIdentity) =>
      rig.storage.decisions.revoke({
        number: application.number,
        seen: await look(now, by),
        by,
        reason,
        at,
        judge: (...facts) =>
          judgeRevocation(...facts, { by, fourEyes: true, fingerprintOf, reason, compromisedAtOnce: true }),
      });
    expect(await confirmRevocation(first)).toEqual({ value: { status: 'issued', waitsFor: 'second-operator' } });
    expect(await confirmRevocation(second)).toEqual({ value: { status: 'issued', waitsFor: 'authority' } });
    expect(await confirmRevocation(second)).toEqual({ because: 'application-state' });
    expect((await audited(application)).slice(1)).toEqual([
      { action: 'revocation-confirmed-first', actor: 'operator:first', details: '{"reason":"superseded"}' },
      { action: 'revocation-decided', actor: 'operator:second', details: '{"reason":"superseded","first":"first"}' },
    ]);
    expect(await rig.database.query(stillWaiting, [application.id])).toEqual([]);
  });

  test('who waits for a second operator is in that list alone, until withdrawn', async () => {
    const application = await stored();
    const { number } = application;
    const listed = async (filter: 'to-confirm' | 'second-operator', fourEyes = true) => {
      const { entries } = await rig.storage.queue.list({ filter, regions: ['KZ-75'], now: at, fourEyes, limit: 200 });
      return entries.find((entry) => entry.number === number);
    };
    expect(await listed('to-confirm')).toBeDefined();
    await confirm(application, first);
    expect(await listed('to-confirm')).toBeUndefined();
    expect(await listed('to-confirm', false)).toBeDefined();
    expect(await listed('second-operator')).toMatchObject({ firstBy: 'first', status: 'submitted' });
    await rig.storage.applications.move({ number, from: ['submitted'], to: 'withdrawn', actor: 'applicant', at });
    expect(await listed('second-operator')).toBeUndefined();
    await rig.storage.decisions.sweep(at);
    expect(await rig.database.query(stillWaiting, [application.id])).toEqual([]);
  });
});
