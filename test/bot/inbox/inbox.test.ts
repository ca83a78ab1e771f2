import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { counting, createRig, engines, message, type Rig } from './rig.ts';

describe.each(engines)('on %s', (engine) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(engine);
  });
  afterEach(() => rig.reset());
  afterAll(() => rig.close());

  const texts = (chatId: number) =>
    rig.api.calls.filter(({ params }) => params['chat_id'] === chatId).map(({ params }) => params['text']);

  test('an update is answered, and its state kept', async () => {
    const inbox = await rig.inbox(counting);
    await inbox.accept([message(1, 5)]);
    await rig.api.until((calls) => calls.length === 1);
    expect(texts(5)).toEqual(['1']);
    expect(await rig.state(5)).toEqual({ count: 1 });
  });

  test('updates of one batch and of many chats are handled in the order of each chat', async () => {
    const inbox = await rig.inbox(counting);
    const updates = Array.from({ length: 60 }, (_, n) => message(n + 1, 1 + (n % 3)));
    await Promise.all([inbox.accept(updates.slice(0, 30)), inbox.accept(updates.slice(30))]);
    await rig.api.until((calls) => calls.length === 60);
    const counted = Array.from({ length: 20 }, (_, n) => String(n + 1));
    expect([texts(1), texts(2), texts(3)]).toEqual([counted, counted, counted]);
  });

  test('an update that comes again is dropped', async () => {
    const inbox = await rig.inbox(counting);
    await Promise.all([inbox.accept([message(1, 5)]), inbox.accept([message(1, 5), message(2, 5)])]);
    await inbox.accept([message(2, 5), message(3, 5)]);
    await rig.api.until((calls) => calls.length === 3);
    expect(texts(5)).toEqual(['1', '2', '3']);
  });
});
