import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { HandleEvent } from '../../../src/bot/inbox/chat-event.ts';
import { createSetAsideEvents } from '../../../src/bot/storage/set-aside.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { createRig, engines, message, type Rig, say, textOf } from './rig.ts';

describe.each(engines)('an event that cannot be handled, on %s', (engine) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(engine);
  });
  afterEach(() => rig.reset());
  afterAll(() => rig.close());

  class Broken extends Error {
    override readonly name = 'Broken';
  }
  /** Fails on "poison" until it is healed; counts its tries. */
  function failing() {
    const tries = { poison: 0, isHealed: false };
    const handle: HandleEvent = async (event) => {
      const text = textOf(event);
      if (text === 'poison' && !tries.isHealed) {
        tries.poison += 1;
        throw new Broken('with secret content');
      }
      return { state: text, effects: [say(event.chatId, text)] };
    };
    return { tries, handle };
  }

  test('is tried three times, then set aside with an apology, and the chat goes on', async () => {
    const { tries, handle } = failing();
    const inbox = await rig.inbox(handle);
    await inbox.accept([message(1, 5, 'before'), message(2, 5, 'poison'), message(3, 5, 'after')]);
    await rig.untilSent(5, 3);
    expect(tries.poison).toBe(3);
    const [kept] = await createSetAsideEvents(rig.database).list(10);
    expect(kept).toMatchObject({ key: 'tg:2', kind: 'telegram', errorClass: 'Broken' });
    expect(rig.texts(5)).toEqual(['before', `sorry ${kept?.reference}`, 'after']);
    expect(inbox.counters.setAside).toBe(1);
  });

  test('can be replayed: it takes its turn after what waits', async () => {
    const { tries, handle } = failing();
    const inbox = await rig.inbox(handle);
    const events = createSetAsideEvents(rig.database);
    await inbox.accept([message(2, 5, 'poison')]);
    await rig.untilSent(5, 1);
    tries.isHealed = true;
    expect(await events.replay('tg:2')).toBe(true);
    await rig.untilSent(5, 2);
    expect(rig.texts(5)[1]).toBe('poison');
    expect(await events.list(10)).toEqual([]);
    expect(await events.replay('tg:2')).toBe(false);
  });

  test('can be dropped', async () => {
    const inbox = await rig.inbox(failing().handle);
    const events = createSetAsideEvents(rig.database);
    await inbox.accept([message(2, 5, 'poison')]);
    await rig.untilSent(5, 1);
    expect(await events.drop('tg:2')).toBe(true);
    expect(await events.drop('tg:2')).toBe(false);
    expect(await events.list(10)).toEqual([]);
  });

  test('is tried for as long as it takes when only the world outside is down', async () => {
    let tries = 0;
    const inbox = await rig.inbox(
      async (event) => {
        tries += 1;
        if (tries < 8) throw new Broken();
        return { state: 1, effects: [say(event.chatId, 'at last')] };
      },
      { isOutage: (error) => error instanceof Broken },
    );
    await inbox.accept([message(1, 5)]);
    await rig.untilSent(5, 1);
    expect([tries, rig.texts(5)]).toEqual([8, ['at last']]);
  });

  test('because its turn is no JSON harms no other chat', async () => {
    const inbox = await rig.inbox(async (event) => ({
      state: event.chatId === 5 ? 1n : 1,
      effects: [say(event.chatId, 'done')],
    }));
    await inbox.accept([message(1, 5), message(2, 6)]);
    await rig.untilSent(6, 1);
    await rig.untilSent(5, 1);
    expect(await createSetAsideEvents(rig.database).list(1)).toMatchObject([{ errorClass: 'TypeError' }]);
  });

  test('that never ends is cut off', async () => {
    const inbox = await rig.inbox(() => new Promise(() => {}), { limits: { turnMs: 20 } });
    await inbox.accept([message(1, 5)]);
    await rig.untilSent(5, 1);
    expect(await createSetAsideEvents(rig.database).list(1)).toMatchObject([{ errorClass: 'TurnTooLong' }]);
  });

  test('because its chat cannot be read harms no other chat', async () => {
    const { handle } = failing();
    const inbox = await rig.inbox(handle);
    await inbox.accept([message(1, 5), message(2, 6)]);
    await rig.untilIdle();
    const foreign = createSealing(randomBytes(32)).seal('x', 'conversation.state:5');
    await rig.sql('UPDATE conversation SET state = $1 WHERE chat_id = 5', [foreign]);
    await inbox.accept([message(3, 5, 'lost'), message(4, 6, 'fine')]);
    await rig.untilSent(6, 2);
    await rig.untilSent(5, 2);
    expect(rig.texts(6)[1]).toBe('fine');
    expect(rig.texts(5)[1]).toMatch(/^sorry R-/);
  });

  test('because it kills every instance is set aside in the end', async () => {
    const inbox = await rig.inbox(failing().handle);
    await inbox.stop();
    await rig.database.transaction((sql) =>
      rig.store.leave(sql, [{ key: 'tg:1', chatId: 5, kind: 'telegram', payload: message(1, 5, 'killer') }]),
    );
    await rig.sql('UPDATE conversation SET takeovers = 20');
    await rig.inbox(failing().handle);
    await rig.untilSent(5, 1);
    expect(await createSetAsideEvents(rig.database).list(1)).toMatchObject([{ errorClass: 'instances-died' }]);
  });
});
