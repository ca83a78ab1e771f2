import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import pino from 'pino';
import { type Broadcast, type BroadcastStatus, everyone } from '../../../src/bot/broadcast/broadcast.ts';
import { createProgress } from '../../../src/bot/broadcast/progress.ts';
import { createPainter } from '../../../src/bot/staff/screen.ts';
import { createTranslate } from '../../../src/messages/messages.ts';

const counts = { pending: 0, sending: 0, sent: 9, blocked: 0, gone: 0, failed: 0, unknown: 0 };
const broadcast = (id: number, status: BroadcastStatus): Broadcast => ({
  ...{ id, status, kind: 'send', versions: {}, audience: everyone, isEssential: false, total: 9, language: 'en' },
  ...{ createdBy: 1, createdKey: `k${id}`, startAt: new Date(0), confirmedBy: undefined },
  ...{ startedAt: undefined, endedAt: undefined, panel: { chatId: 1, messageId: id } },
});
const SPACING_MS = 20;

/** Telegram takes longer for each than two are apart. */
function rig(statuses: Map<number, BroadcastStatus>) {
  const shown: unknown[][] = [];
  let [underWay, mostUnderWay] = [0, 0];
  let heard: () => void = () => undefined;
  const progress = createProgress(
    {
      store: { find: async (id) => broadcast(id, statuses.get(id) ?? 'done'), counts: async () => counts },
      painter: createPainter(createTranslate()),
      async send({ params: { message_id, text } }) {
        mostUnderWay = Math.max(mostUnderWay, ++underWay);
        shown.push([message_id, /Done|Under way/.exec(String(text))?.[0]]);
        heard();
        await delay(3 * SPACING_MS);
        underWay -= 1;
      },
      enqueue: async () => undefined,
      clock: () => new Date(0),
      quietHours: { from: 0, to: 0 },
      log: pino({ level: 'silent' }),
    },
    SPACING_MS,
  );
  stops.push(progress.stop);
  const untilShown = async (count: number) => {
    while (shown.length < count)
      await new Promise<void>((resolve) => {
        heard = resolve;
      });
  };
  return { progress, shown, untilShown, mostUnderWay: () => mostUnderWay };
}
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

test('what Telegram takes slowly is not overtaken: the newest state is the last that is sent', async () => {
  const statuses = new Map<number, BroadcastStatus>([[1, 'running']]);
  const { progress, shown, untilShown, mostUnderWay } = rig(statuses);
  progress.show(1, 30);
  await untilShown(1);
  statuses.set(1, 'done');
  for (let times = 0; times < 5; times += 1) progress.show(1, 0);
  await untilShown(2);
  expect(shown).toEqual([
    [1, 'Under way'],
    [1, 'Done'],
  ]);
  expect(mostUnderWay()).toBe(1);
});

test('a broadcast that gives way to another is shown to its end, too', async () => {
  const { progress, shown, untilShown } = rig(new Map([[2, 'running']]));
  progress.show(1, 0);
  progress.show(2, 30);
  await untilShown(2);
  expect(shown).toEqual([
    [1, 'Done'],
    [2, 'Under way'],
  ]);
});
