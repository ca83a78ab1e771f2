import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createDispatch, type Route } from '../../../src/bot/inbox/routes.ts';
import { counting, createRig, engines, message, type Rig, say, textOf } from './rig.ts';

/** Takes every message that begins with "!", and counts them in its note; "!!" forgets the note. */
const loud: Route = {
  name: 'support',
  async take(event, { id, note }) {
    const text = textOf(event);
    if (!text.startsWith('!')) return undefined;
    const heard = ((note as { heard?: number } | undefined)?.heard ?? 0) + 1;
    return { effects: [say(id, `heard ${heard}`)], note: text === '!!' ? null : { heard } };
  },
};
const silent: Route = { name: 'staff', take: async () => undefined };

describe.each(engines)('routes, on %s', (engine) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(engine);
  });
  afterEach(() => rig.reset());
  afterAll(() => rig.close());

  const send = async (texts: readonly string[]) => {
    const inbox = await rig.inbox(createDispatch([silent, loud], counting));
    for (const [n, text] of texts.entries()) {
      await inbox.accept([message(n + 1, 5, text)]);
      await rig.untilSent(5, n + 1);
    }
    await rig.untilIdle();
    return rig.texts(5);
  };

  test('take what is theirs and keep their own note; the conversation goes on as it was', async () => {
    expect(await send(['a', '!', 'b', '!', '!!', 'c', '!'])).toEqual([
      '1',
      'heard 1',
      '2',
      'heard 2',
      'heard 3',
      '3',
      'heard 1',
    ]);
    expect(await rig.state(5)).toEqual({ count: 3 });
  });

  test('that pass an event on leave it to those after them and to the conversation', async () => {
    /** Every event ends what it keeps, and goes on. */
    const polite: Route = {
      name: 'broadcast',
      async take(event, { id, note }) {
        if (textOf(event) === 'note') return { effects: [say(id, 'noted')], note: 'kept' };
        return note === undefined ? undefined : { effects: [say(id, String(note))], note: null, passOn: true };
      },
    };
    const inbox = await rig.inbox(createDispatch([polite, loud], counting));
    for (const [n, [text, sent]] of (
      [
        ['note', 1],
        ['!', 3],
        ['note', 4],
        ['a', 6],
      ] as const
    ).entries()) {
      await inbox.accept([message(n + 1, 5, text)]);
      await rig.untilSent(5, sent);
    }
    expect(rig.texts(5)).toEqual(['noted', 'kept', 'heard 1', 'noted', 'kept', '1']);
    await inbox.accept([message(9, 5, '!')]);
    await rig.untilSent(5, 7);
    expect(rig.texts(5)[6]).toBe('heard 2');
  });

  test('find their note again after the chat was let go', async () => {
    expect(await send(['!'])).toEqual(['heard 1']);
    await rig.untilRow('SELECT FROM conversation WHERE owner IS NULL AND aside IS NOT NULL');
    const inbox = await rig.inbox(createDispatch([loud], counting));
    await inbox.accept([message(100, 5, '!')]);
    await rig.untilSent(5, 2);
    expect(rig.texts(5)).toEqual(['heard 1', 'heard 2']);
  });

  test('a turn’s facts are stored in clear, and stay when a turn has none', async () => {
    const facts = { language: 'kk', regions: ['KZ-10'], statuses: [], certificateEndsAt: null, noticesOff: true };
    const inbox = await rig.inbox(async (event, { id }) => ({
      state: {},
      effects: [say(id, 'ok')],
      ...(textOf(event) === 'facts' && { facts }),
    }));
    for (const [n, text] of ['facts', 'none'].entries()) {
      await inbox.accept([message(n + 1, 5, text)]);
      await rig.untilSent(5, n + 1);
    }
    expect(await rig.sql('SELECT facts FROM conversation WHERE chat_id = 5')).toEqual([{ facts }]);
  });
});
