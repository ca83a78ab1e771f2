import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DAY_MS } from '../../../src/domain/clock.ts';
import type { EmailAddress } from '../../../src/domain/email-address.ts';
import { engines, openRig, type Rig, submitted } from './rig.ts';

const refusal = (because: string) => ({ because, permanent: because.startsWith('5') });

describe.each(engines)('letters that their address refused, in %s', (engine) => {
  let rig: Rig;
  const now = new Date('2026-11-22T10:00:00Z');
  const later = new Date(now.getTime() + 60_000);
  beforeAll(async () => {
    rig = await openRig(engine, () => now);
  });
  afterAll(() => rig.close());

  let keys = 0;
  async function letter(region = 'KZ-75') {
    const outcome = await rig.storage.applications.submit(submitted({ region }), {
      key: `key-${++keys}`,
      bodyHash: 'a'.repeat(32),
    });
    if (!('value' in outcome)) throw new Error('not submitted');
    const { id, number } = outcome.value;
    const facts = async () => ({
      ...(await rig.storage.applications.findOwnerFacts(id)),
      notices: (await rig.storage.applications.timeline(id)).flatMap(({ notice }) => notice ?? []),
    });
    return { id: rig.enqueued.at(-1) ?? '', application: id, number, facts };
  }

  test('are told of once, and forgotten when nobody gave a better one in time', async () => {
    const { id, facts } = await letter();
    const { refusedLetters } = rig.storage;
    await Promise.all([
      refusedLetters.refuse(id, later, refusal('5.1.1')),
      refusedLetters.refuse(id, later, refusal('5.2.2')),
    ]);
    expect(await facts()).toMatchObject({ letterRefused: true, notices: ['letter-refused'] });
    await refusedLetters.forget(later, later);
    expect((await facts()).letterRefused).toBe(true);
    await refusedLetters.forget(new Date(later.getTime() + 1), now);
    expect((await facts()).letterRefused).toBe(false);
  });

  test('are told of in other words when they were put off until nobody tried any more', async () => {
    const { id, facts } = await letter();
    await rig.storage.refusedLetters.refuse(id, later, refusal('4.2.2'));
    expect(await facts()).toMatchObject({ letterRefused: true, notices: ['letter-undelivered'] });
  });

  test('are only marked when their content is gone', async () => {
    const { id, application, facts } = await letter();
    await rig.storage.outbox.settle(id, 'sent', now);
    await rig.storage.refusedLetters.refuse(id, later, refusal('5.1.1'));
    expect(await facts()).toMatchObject({ letterRefused: false, notices: [] });
    expect(await rig.storage.queue.letters(application)).toMatchObject([{ state: 'failed', problem: '5.1.1' }]);
  });

  test('are listed in the own regions, the latest first and page by page, until there is a better address', async () => {
    const regions = ['KZ-99'];
    const [first, second, third] = [await letter('KZ-99'), await letter('KZ-99'), await letter('KZ-99')];
    for (const [seconds, { id }] of [first, second, third].entries())
      await rig.storage.refusedLetters.refuse(id, new Date(later.getTime() + seconds * 1000), refusal('5.1.1'));
    const request = { filter: 'letters-refused', regions, now: later, fourEyes: false, limit: 2 } as const;
    const page = await rig.storage.queue.list(request);
    expect(page.entries).toMatchObject([
      { number: third.number, letter: { kind: 'submitted', problem: '5.1.1' } },
      { number: second.number },
    ]);
    const rest = await rig.storage.queue.list({ ...request, after: page.next });
    expect([rest.entries.map(({ number }) => number), rest.next]).toEqual([[first.number], undefined]);
    const count = async (own: readonly string[]) =>
      (await rig.storage.queue.counts({ ...request, regions: own }))['letters-refused'];
    expect([await count(regions), await count(['KZ-98'])]).toEqual([3, 0]);

    await rig.storage.refusedLetters.changeAddress(third.number, 'better@example.kz' as EmailAddress, later);
    expect((await rig.storage.queue.list(request)).entries.map(({ number }) => number)).toEqual([
      second.number,
      first.number,
    ]);
    const late = new Date(later.getTime() + 31 * DAY_MS);
    expect((await rig.storage.queue.list({ ...request, now: late })).entries).toEqual([]);
  });

  test('of nobody are nothing', async () => {
    await rig.storage.refusedLetters.refuse('0f1e2d3c-0000-4000-8000-000000000001', later, refusal('5.1.1'));
  });
});
