import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Effect } from '../../../src/bot/inbox/chat-event.ts';
import { createSetAsideEvents } from '../../../src/bot/storage/set-aside.ts';
import type { Fault } from '../../support/fake-bot-api.ts';
import { counting, createRig, message, type Rig, say } from './rig.ts';

const refuse = (code: number, description: string, parameters?: object): Fault => ({
  as: 'refuse',
  code,
  description,
  ...(parameters && { parameters }),
});

describe('sending effects', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig('embedded');
  });
  afterEach(() => rig.reset());
  afterAll(() => rig.close());

  const sending = (...effects: Effect[]) => rig.inbox(async () => ({ state: 1, effects }));
  const methods = () => rig.api.calls.map(({ method }) => method);
  const conversation = async (chatId: number) =>
    (await rig.sql('SELECT blocked_at, live_message_id, outbox FROM conversation WHERE chat_id = $1', [chatId]))[0];
  /** Faults for the first calls, in order; then none. */
  const failFirst = (...faults: Fault[]) => {
    rig.api.fault = () => faults.shift();
  };

  test('429 makes every chat wait for as long as Telegram says', async () => {
    const inbox = await rig.inbox(counting);
    let refusedAt = 0;
    rig.api.fault = () => {
      if (refusedAt > 0) return undefined;
      refusedAt = performance.now();
      return refuse(429, 'Too Many Requests: retry after 1', { retry_after: 1 });
    };
    await inbox.accept([message(1, 5)]);
    while (inbox.counters.pauses === 0) await new Promise(setImmediate);
    await inbox.accept([message(2, 6), message(3, 7)]);
    await rig.api.until((calls) => calls.length === 3);
    expect(Math.min(...rig.api.calls.map(({ at }) => at)) - refusedAt).toBeGreaterThanOrEqual(990);
    expect(inbox.counters.pauses).toBe(1);
  });

  test('the pause is known to instances that were not refused', async () => {
    const told = await rig.inbox(counting);
    const other = await rig.inbox(counting);
    let refusals = 0;
    rig.api.fault = () => {
      refusals += 1;
      return refusals === 1 ? refuse(429, 'Too Many Requests: retry after 2', { retry_after: 2 }) : undefined;
    };
    await told.accept([message(1, 5)]);
    await rig.untilRow('SELECT 1 FROM gate WHERE pause_until > now()');
    const pausedAt = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 400));
    await other.accept([message(2, 6)]);
    await rig.untilSent(6, 1);
    expect(performance.now() - pausedAt).toBeGreaterThan(1_000);
    await rig.untilSent(5, 1);
    expect(refusals).toBe(3);
  });

  test.each<[string, Fault]>([
    ['502', refuse(502, 'Bad Gateway')],
    ['a cut connection', { as: 'cut' }],
  ])('%s is tried again, and other chats do not wait', async (_, fault) => {
    const inbox = await rig.inbox(counting);
    let failures = 0;
    rig.api.fault = (_method, { chat_id }) => {
      if (chat_id !== 5 || failures === 3) return undefined;
      failures += 1;
      return fault;
    };
    await inbox.accept([message(1, 5), message(2, 6)]);
    await rig.untilSent(5, 1);
    expect(rig.api.calls.map(({ params }) => params['chat_id'])).toEqual([6, 5]);
    expect(inbox.counters.sendRepeats).toBe(3);
  });

  test.each([
    [403, 'Forbidden: bot was blocked by the user'],
    [403, 'Forbidden: user is deactivated'],
    [400, 'Bad Request: chat not found'],
  ])('%d "%s" marks the chat and gives up the rest, until a message arrives again', async (code, description) => {
    const inbox = await sending(say(5, 'one'), say(5, 'two'));
    failFirst(refuse(code, description));
    await inbox.accept([message(1, 5)]);
    await rig.untilIdle();
    expect(rig.api.calls).toEqual([]);
    expect(await conversation(5)).toMatchObject({ blocked_at: expect.any(Date), outbox: null });
    await inbox.accept([message(2, 5)]);
    await rig.untilIdle();
    expect(rig.texts(5)).toEqual(['one', 'two']);
    expect(await conversation(5)).toMatchObject({ blocked_at: null });
  });

  test('a group that became a supergroup goes on under its new id', async () => {
    const inbox = await rig.inbox(async (event, chat, tools) => {
      const turn = await counting(event, chat, tools);
      return { ...turn, effects: [...turn.effects, say(event.chatId, 'second')] };
    });
    await inbox.accept([message(1, -5)]);
    await rig.untilIdle();
    rig.api.fault = (_, { chat_id }) =>
      chat_id === -5
        ? refuse(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: -1005 })
        : undefined;
    await inbox.accept([message(2, -5), message(3, -5)]);
    await rig.untilSent(-1005, 4);
    expect(rig.texts(-1005)).toEqual(['2', 'second', '3', 'second']);
    expect(await rig.sql('SELECT chat_id FROM conversation')).toEqual([{ chat_id: -1005 }]);
    await rig.untilIdle();
    expect(await rig.state(-1005)).toEqual({ count: 3 });
  });

  const edit: Effect = {
    method: 'editMessageText',
    params: { chat_id: 5, message_id: 1, text: 'edited' },
    repeatable: true,
    orElse: { ...say(5, 'anew'), keepMessageId: true },
  };

  test('an edit that is refused becomes a new message', async () => {
    const inbox = await sending(edit);
    failFirst(refuse(400, 'Bad Request: message to edit not found'));
    await inbox.accept([message(1, 5)]);
    await rig.untilIdle();
    expect(rig.texts(5)).toEqual(['anew']);
    expect(await conversation(5)).toMatchObject({ live_message_id: expect.any(Number) });
  });

  test('an edit that changes nothing is done', async () => {
    const inbox = await sending(edit, say(5, 'next'));
    failFirst(refuse(400, 'Bad Request: message is not modified: specified new message content is the same'));
    await inbox.accept([message(1, 5)]);
    await rig.untilIdle();
    expect(rig.texts(5)).toEqual(['next']);
    expect(inbox.counters.refusals).toBe(0);
  });

  test('any other refusal is set aside by its kind, and the rest is sent', async () => {
    const inbox = await sending(say(5, 'bad'), say(5, 'good'));
    failFirst(refuse(400, `Bad Request: can't parse entities: Unsupported start tag "secret" at byte offset 5`));
    await inbox.accept([message(1, 5)]);
    await rig.untilIdle();
    expect(rig.texts(5)).toEqual(['good']);
    const events = createSetAsideEvents(rig.database);
    const [kept] = await events.list(10);
    expect(kept).toMatchObject({ kind: 'effect', errorClass: `400 can't parse entities` });
    await events.replay(kept?.key ?? '');
    await rig.untilSent(5, 2);
    expect(rig.texts(5)).toEqual(['good', 'bad']);
  });

  test('a message is not sent again because the database failed for a moment', async () => {
    await rig.database.script(`
      CREATE SEQUENCE failures;
      CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN IF nextval(''failures'') = 1 THEN RAISE EXCEPTION ''gone for a moment''; END IF; RETURN NEW; END';
      CREATE TRIGGER fail_once BEFORE UPDATE OF outbox_sent ON conversation FOR EACH ROW
        WHEN (NEW.outbox_sent = 1) EXECUTE FUNCTION fail_once();
    `);
    const inbox = await sending(say(5, 'one'), say(5, 'two'));
    await inbox.accept([message(1, 5)]);
    await rig.untilIdle();
    expect(await rig.sql('SELECT last_value FROM failures')).toEqual([{ last_value: 2 }]);
    expect(rig.texts(5)).toEqual(['one', 'two']);
    await rig.database.script('DROP FUNCTION fail_once CASCADE; DROP SEQUENCE failures');
  });

  test('a refusal that does not matter is passed over', async () => {
    const answer = { method: 'answerCallbackQuery', params: { callback_query_id: '1' }, repeatable: true } as const;
    const inbox = await sending({ ...answer, ignoreRefusal: true }, say(5, 'next'));
    failFirst(refuse(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid'));
    await inbox.accept([message(1, 5)]);
    await rig.untilIdle();
    expect(methods()).toEqual(['sendMessage']);
    expect(inbox.counters.refusals).toBe(0);
  });

  test('files are sent as files', async () => {
    const bytes = new TextEncoder().encode('%PDF-1.7');
    const inbox = await sending({
      method: 'sendDocument',
      params: { chat_id: 5, caption: 'the form' },
      files: [{ field: 'document', name: 'form.pdf', bytes }],
    });
    await inbox.accept([message(1, 5)]);
    await rig.untilIdle();
    expect(rig.api.calls[0]?.params).toMatchObject({ chat_id: '5', caption: 'the form', document: 'form.pdf' });
  });
});
