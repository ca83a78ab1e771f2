import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { everyone } from '../../../src/bot/broadcast/broadcast.ts';
import { engines } from '../inbox/rig.ts';
import { type BroadcastRig, createBroadcastRig, version } from './rig.ts';
import { type Sender, startSender } from './sender.ts';

/** Faster than Telegram allows, so that the test ends; the local one keeps to it as strictly. */
const sizes = {
  embedded: { RECIPIENTS: 1_500, PER_SECOND: 300 },
  postgresql: { RECIPIENTS: 10_000, PER_SECOND: 1_000 },
} as const;
/** Who meets which trouble; everybody else gets the notice at once. */
const faults = {
  '403': [3, 100, 101, 900],
  '400': [5, 200, 901],
  '500': [7, 300, 902],
  '429': [9, 700],
  cut: [11, 400, 903],
} as const;

describe.each(engines)('a broadcast, on %s', (engine) => {
  const { RECIPIENTS, PER_SECOND } = sizes[engine];
  let rig: BroadcastRig;
  let sender: Sender;
  beforeAll(async () => {
    rig = await createBroadcastRig(engine, PER_SECOND);
    await rig.populate(RECIPIENTS);
    sender = await startSender(settings(), { database: rig.database });
  });
  afterAll(async () => {
    await sender.stop();
    await rig.close();
  });
  const settings = () => ({
    location: rig.location,
    api: { url: rig.telegram.url, token: rig.telegram.token },
    key: rig.key.toString('hex'),
    perSecond: PER_SECOND,
  });

  test('comes to everybody once, in their language, and tells the truth of each', async () => {
    for (const [as, chats] of Object.entries(faults) as [keyof typeof faults, readonly number[]][])
      for (const chatId of chats) rig.telegram.fail({ as, chatId, times: 1, method: 'sendMessage' });
    const { id } = await rig.create({ versions: { ru: version('по-русски'), kk: version('қазақша') } });
    await rig.untilStatus(id, 'done');
    const states = await rig.states(id);

    expect(states.size).toBe(RECIPIENTS);
    expect(await rig.store.counts(id)).toEqual({
      pending: 0,
      sending: 0,
      sent: RECIPIENTS - 4 - 3 - 3 - 3,
      blocked: 4,
      gone: 3,
      failed: 0,
      unknown: 6,
    });
    const arrived = [...states].map(([chatId, { state }]) => [state, rig.texts(chatId).length]);
    expect(arrived.filter(([state, count]) => state === 'sent' && count !== 1)).toEqual([]);
    expect(arrived.filter(([state, count]) => /blocked|gone/.test(String(state)) && count !== 0)).toEqual([]);
    expect(faults.cut.map((chatId) => [states.get(chatId)?.state, rig.texts(chatId).length])).toEqual(
      faults.cut.map(() => ['unknown', 1]),
    );
    expect(faults['500'].map((chatId) => [states.get(chatId)?.state, rig.texts(chatId).length])).toEqual(
      faults['500'].map(() => ['unknown', 0]),
    );
    expect([1, 2, 4, 6].map(rig.texts)).toEqual([['қазақша'], ['по-русски'], ['қазақша'], ['по-русски']]);
    // Nothing came too fast: Telegram refused nobody but those two who were to be refused.
    expect(rig.telegram.rate.refused).toBe(0);
    expect(rig.telegram.rate.busiest).toBeLessThanOrEqual(PER_SECOND);
  });

  test('whoever has blocked the bot or is gone is left out from then on', async () => {
    expect(await rig.store.count(everyone, false)).toBe(RECIPIENTS - 4 - 3);
  });

  test('the unknown are sent again only when somebody says so', async () => {
    const { id } = (await rig.store.recent(1))[0] ?? { id: 0 };
    expect(await rig.store.sendUnknownAgain(id)).toBe(true);
    await rig.untilStatus(id, 'done');
    expect(await rig.store.counts(id)).toMatchObject({ unknown: 0, sent: RECIPIENTS - 4 - 3 });
    expect(faults.cut.map((chatId) => rig.texts(chatId).length)).toEqual([2, 2, 2]);
    expect(await rig.store.sendUnknownAgain(id)).toBe(false);
  });

  test('what was sent is edited for everyone, then deleted for everyone', async () => {
    const [sent] = await rig.store.recent(1);
    const edit = await rig.create({ kind: 'edit', of: sent?.id ?? 0, versions: { ru: version('исправлено') } });
    await rig.untilStatus(edit.id, 'done');
    expect(await rig.store.counts(edit.id)).toMatchObject({ sent: RECIPIENTS - 4 - 3, pending: 0, failed: 0 });
    expect([1, 2].map(rig.texts)).toEqual([['исправлено'], ['исправлено']]);
    const deletion = await rig.create({ kind: 'delete', of: sent?.id ?? 0 });
    await rig.untilStatus(deletion.id, 'done');
    expect([1, 2].map(rig.texts)).toEqual([[], []]);
    const again = await rig.create({ kind: 'delete', of: sent?.id ?? 0 });
    await rig.untilStatus(again.id, 'done');
    expect(await rig.store.counts(again.id)).toMatchObject({ gone: RECIPIENTS - 4 - 3 });
    // The message is gone, the person is not.
    expect(await rig.store.count(everyone, false)).toBe(RECIPIENTS - 4 - 3);
  });

  test('paused it stops, resumed it goes on, cancelled it ends', async () => {
    const { id } = await rig.create({ versions: { ru: version('пауза') } });
    await rig.untilSent(id, 50);
    expect(await rig.store.move(id, ['running'], 'paused')).toBe(true);
    const next = await rig.create({ isEssential: true, versions: { ru: version('важно') } });
    await rig.untilStatus(next.id, 'done');
    const paused = await rig.store.counts(id);
    expect(paused.sending).toBe(0);
    expect(paused.pending).toBeGreaterThan(0);
    expect(await rig.store.move(id, ['paused'], 'running')).toBe(true);
    await rig.untilSent(id, paused.sent + 50);
    expect(await rig.store.move(id, ['running', 'paused'], 'cancelled')).toBe(true);
    const last = await rig.create({ versions: { ru: version('последнее') }, isEssential: true });
    await rig.untilStatus(last.id, 'done');
    expect((await rig.store.counts(id)).pending).toBeGreaterThan(0);
    expect((await rig.store.find(id))?.status).toBe('cancelled');
  });

  test('a notice that Telegram refuses for everybody pauses itself', async () => {
    const { id } = await rig.create({ versions: { ru: version(' ') } });
    await rig.untilStatus(id, 'paused');
    expect(await rig.store.counts(id)).toMatchObject({ sent: 0, unknown: 0 });
  });
});
