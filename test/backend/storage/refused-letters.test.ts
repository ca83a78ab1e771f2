import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { engines, openRig, type Rig, submitted } from './rig.ts';

describe.each(engines)('letters that their address refused, in %s', (engine) => {
  let rig: Rig;
  const now = new Date('2026-11-22T10:00:00Z');
  const later = new Date(now.getTime() + 60_000);
  beforeAll(async () => {
    rig = await openRig(engine, () => now);
  });
  afterAll(() => rig.close());

  let keys = 0;
  async function letter() {
    const outcome = await rig.storage.applications.submit(submitted(), {
      key: `key-${++keys}`,
      bodyHash: 'a'.repeat(32),
    });
    if (!('value' in outcome)) throw new Error('not submitted');
    const { id } = outcome.value;
    const facts = async () => ({
      ...(await rig.storage.applications.findOwnerFacts(id)),
      notices: (await rig.storage.applications.timeline(id)).flatMap(({ notice }) => notice ?? []),
    });
    return { id: rig.enqueued.at(-1) ?? '', application: id, facts };
  }

  test('are told of once, and forgotten when nobody gave a better one in time', async () => {
    const { id, facts } = await letter();
    const { refusedLetters } = rig.storage;
    await Promise.all([refusedLetters.refuse(id, later, '5.1.1'), refusedLetters.refuse(id, later, '5.2.2')]);
    expect(await facts()).toMatchObject({ letterRefused: true, notices: ['letter-refused'] });
    await refusedLetters.forget(later, later);
    expect((await facts()).letterRefused).toBe(true);
    await refusedLetters.forget(new Date(later.getTime() + 1), now);
    expect((await facts()).letterRefused).toBe(false);
  });

  test('are only marked when their content is gone', async () => {
    const { id, application, facts } = await letter();
    await rig.storage.outbox.settle(id, 'sent', now);
    await rig.storage.refusedLetters.refuse(id, later, '5.1.1');
    expect(await facts()).toMatchObject({ letterRefused: false, notices: [] });
    expect(await rig.storage.queue.letters(application)).toMatchObject([{ state: 'failed', problem: '5.1.1' }]);
  });

  test('of nobody are nothing', async () => {
    await rig.storage.refusedLetters.refuse('0f1e2d3c-0000-4000-8000-000000000001', later, '5.1.1');
  });
});
