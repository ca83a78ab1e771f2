// What time does to applications, with a clock that jumps: each reminder once, of two that are due only the nearest.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSweeps } from '../../../src/backend/jobs/sweeps.ts';
import { openStorage } from '../../../src/backend/storage/storage.ts';
import type { ApplicationNumber } from '../../../src/domain/application-number.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { engines, openRig, type Rig, submitted } from '../storage/rig.ts';

const DAY_MS = 86_400_000;
const start = new Date('2026-11-01T09:00:00Z');
const ends = new Date('2027-05-01T09:00:00Z');
const daysBefore = (moment: Date, days: number) => new Date(moment.getTime() - days * DAY_MS);

describe.each(engines)('reminders on %s', (engine) => {
  let rig: Rig;
  let now = start;
  let applications = 0;
  beforeAll(async () => {
    rig = await openRig(engine, () => now);
  });
  afterAll(() => rig.close());

  const sweepsOf = (storage = rig.storage) =>
    createSweeps({
      storage,
      issue: async () => undefined,
      signingAtOnce: 1,
      revoke: { carryOut: async () => undefined },
      requeueLetters: async () => undefined,
      onError: (error) => {
        throw error;
      },
      clock: () => now,
      refusedKeptDays: 90,
      exportAuditHead: async () => undefined,
    });
  const sweep = async (name: string, storage = rig.storage) => sweepsOf(storage)[name]?.run();
  /** As after a restart. */
  const reopen = () =>
    openStorage({
      database: rig.database,
      sealing: createSealing(rig.dataKey),
      dataKey: rig.dataKey,
      clock: () => now,
      enqueueLetters: async () => undefined,
    });

  const submit = async (changes: Parameters<typeof submitted>[0] = {}) => {
    const key = `reminders-${++applications}`;
    const outcome = await rig.storage.applications.submit(submitted(changes), { key, bodyHash: 'a'.repeat(32) });
    if ('because' in outcome) throw new Error(outcome.because);
    return outcome.value;
  };
  const certify = async (changes: Parameters<typeof submitted>[0] = {}, validTo = ends) => {
    const application = await submit(changes);
    const { number } = application;
    const { move } = rig.storage.applications;
    await move({ number, from: ['submitted'], to: 'confirmed', actor: 'operator:1', at: start });
    const prepared = {
      application,
      serial: `4${applications}`.padEnd(32, '0'),
      bytes: Buffer.from('b'),
      preparedAt: start,
    };
    await rig.storage.certificates.begin(prepared, start, start);
    const files = { certificate: 'c', chain: [], root: 'r' };
    const issued = await rig.storage.certificates.finish(number, { files, validFrom: start, validTo }, start);
    expect(issued?.status).toBe('issued');
    return application;
  };
  const setUp = (number: ApplicationNumber) =>
    rig.storage.applications.move({ number, from: ['issued'], to: 'set-up', actor: 'applicant', at: now });
  const noticesOf = async ({ id }: { id: number }) =>
    (await rig.storage.applications.timeline(id)).flatMap(({ notice }) => notice ?? []);
  const lettersOf = async ({ id }: { id: number }, kind: string) =>
    (await rig.storage.queue.letters(id)).filter((letter) => letter.kind === kind).length;

  test('come a month, two weeks, a week and a day before a certificate ends, in the feed and as a letter, once each', async () => {
    const application = await certify();
    for (const [days, sent] of [
      [31, 0],
      [30, 1],
      [29, 1],
      [14, 2],
      [13, 2],
      [7, 3],
      [6, 3],
      [1, 4],
      [0.5, 4],
      [-1, 4],
    ] as const) {
      now = new Date(daysBefore(ends, days).getTime() + 1_000);
      await sweep('endings');
      await sweep('endings', await reopen());
      expect([days, await noticesOf(application)]).toEqual([days, Array(sent).fill('certificate-ends')]);
      expect(await lettersOf(application, 'ending')).toBe(sent);
    }
  });

  test('of a certificate’s end: a jump of the clock over two sends only the nearest, and none of the past', async () => {
    const jumped = await certify();
    now = new Date(daysBefore(ends, 5).getTime());
    await sweep('endings');
    expect(await noticesOf(jumped)).toEqual(['certificate-ends']);
    now = daysBefore(ends, 40);
    await sweep('endings');
    now = daysBefore(ends, 10);
    await sweep('endings');
    expect(await noticesOf(jumped)).toEqual(['certificate-ends']);
  });

  test('are not sent of a certificate that is revoked, replaced, or about to be', async () => {
    now = start;
    const revoked = await certify();
    const { number } = revoked;
    await rig.storage.revocations.decide({ number, reason: 'key-lost', by: 'operator:1', at: now });
    await rig.storage.revocations.finish(number, now);
    const replaced = await certify();
    const replacing = await certify(
      { renews: replaced.number, domain: replaced.domain },
      new Date('2028-01-01T00:00:00Z'),
    );
    now = daysBefore(ends, 20);
    await sweep('endings');
    expect(await noticesOf(revoked)).toEqual([]);
    expect(await noticesOf(replaced)).toEqual([]);
    await setUp(replacing.number);
    now = daysBefore(ends, 1);
    await sweep('endings');
    expect((await rig.storage.applications.find(replaced.number))?.status).toBe('superseded');
    expect(await noticesOf(replaced)).toEqual([]);
    expect(await lettersOf(replaced, 'superseded')).toBe(1);
  });

  test('come a week and a day before the deadline of a confirmation, in the feed and as a letter, once each', async () => {
    now = start;
    const application = await submit();
    const { confirmBy } = application;
    for (const [days, sent] of [
      [8, 0],
      [7, 1],
      [6, 1],
      [1, 2],
      [0.5, 2],
    ] as const) {
      now = new Date(daysBefore(confirmBy, days).getTime() + 1_000);
      await sweep('deadlines');
      await sweep('deadlines', await reopen());
      expect([days, await noticesOf(application)]).toEqual([days, Array(sent).fill('confirm-soon')]);
      expect(await lettersOf(application, 'expiring')).toBe(sent);
    }
    const jumped = await submit();
    await sweep('deadlines');
    await sweep('deadlines');
    expect(await noticesOf(jumped)).toEqual(['confirm-soon']);
  });

  test('a refused application keeps its personal data for the days that are configured, its number and audit for ever', async () => {
    now = start;
    const { number } = await submit();
    const { move, find } = rig.storage.applications;
    await move({
      number,
      from: ['submitted'],
      to: 'refused',
      actor: 'operator:1',
      at: now,
      reason: 'No passport of Айгерім',
    });
    now = new Date(start.getTime() + 90 * DAY_MS);
    await sweep('retention');
    expect(await find(number)).toMatchObject({ personal: { iin: '851231490804' } });
    now = new Date(now.getTime() + 1);
    await sweep('retention');
    expect(await find(number)).toMatchObject({ number, status: 'refused', personal: null, csr: null, reason: null });
    const lines = await rig.database.query<{ action: string }>(
      {
        name: 'test_audit_of',
        text: 'SELECT action FROM audit WHERE subject = $1 ORDER BY sequence',
      },
      [number],
    );
    expect(lines.map(({ action }) => action)).toEqual(['submitted', 'refused', 'personal-data-erased']);
  });
});
