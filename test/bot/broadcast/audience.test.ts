import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Audience, everyone } from '../../../src/bot/broadcast/broadcast.ts';
import type { BroadcastStore, SendingStore } from '../../../src/bot/broadcast/broadcast-store.ts';
import { createMayBegin } from '../../../src/bot/broadcast/may-begin.ts';
import type { ChatFacts } from '../../../src/bot/inbox/chat-facts.ts';
import type { Role } from '../../../src/bot/staff/staff.ts';
import { createBroadcastStore } from '../../../src/bot/storage/broadcast-store.ts';
import { createStaffAudit } from '../../../src/bot/storage/staff-store.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { createRig, engines, type Rig } from '../inbox/rig.ts';
import { version } from './rig.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
const none: ChatFacts = { language: 'ru', regions: [], statuses: [], certificateEndsAt: null, noticesOff: false };

/** Chat, and what is known of it. */
const chats: readonly (readonly [number, ChatFacts | null])[] = [
  [1, { ...none, language: 'kk', regions: ['KZ-10'], statuses: ['submitted'] }],
  [2, { ...none, regions: ['KZ-10', 'KZ-75'], statuses: ['issued', 'refused'], certificateEndsAt: inDays(20) }],
  [3, { ...none, language: 'en', statuses: ['set-up'], certificateEndsAt: inDays(60) }],
  [4, { ...none, noticesOff: true, statuses: ['issued'], certificateEndsAt: inDays(5) }],
  [5, { ...none, statuses: ['issued'], certificateEndsAt: inDays(-5) }],
  [6, null],
];

describe.each(engines)('whom a notice goes to, on %s', (engine) => {
  let rig: Rig;
  let store: BroadcastStore & SendingStore;
  beforeAll(async () => {
    rig = await createRig(engine);
    store = createBroadcastStore(rig.database, createSealing(randomBytes(32)));
    for (const [chatId, facts] of chats)
      await rig.sql('INSERT INTO conversation (chat_id, facts) VALUES ($1, $2::text::jsonb)', [
        chatId,
        facts && JSON.stringify(facts),
      ]);
    await rig.sql("INSERT INTO conversation (chat_id, facts) VALUES (-100, '{}')");
    await rig.sql('INSERT INTO conversation (chat_id, blocked_at) VALUES (7, now())');
  });
  afterAll(() => rig.close());

  let created = 0;
  const create = (audience: Audience, isEssential = false) =>
    store.create({
      ...{ kind: 'send', versions: { ru: version('x') }, audience, isEssential, createdBy: 1, language: 'ru' },
      ...{ status: 'scheduled', startAt: new Date(), createdKey: `k${++created}`, panel: { chatId: 1, messageId: 1 } },
    });
  const recipients = async (audience: Audience, isEssential = false) => {
    const broadcast = await create(audience, isEssential);
    expect(await store.begin(broadcast)).toBe(await store.count(audience, isEssential));
    return (await store.recipients(broadcast.id, 0, 100)).map(({ chatId }) => chatId);
  };

  test.each<[string, Partial<Audience>, readonly number[]]>([
    ['everyone: no group, nobody who has blocked the bot or wants no notices', {}, [1, 2, 3, 5, 6]],
    ['who reads Kazakh', { languages: ['kk'] }, [1]],
    ['who reads Russian, as everybody is taken to do of whom nothing is known', { languages: ['ru'] }, [2, 5, 6]],
    ['one region of several', { regions: ['KZ-75'] }, [2]],
    ['either of two regions', { regions: ['KZ-10', 'KZ-75'] }, [1, 2]],
    ['a status', { statuses: ['issued'] }, [2, 5]],
    ['a certificate that ends soon, and has not ended', { endsWithinDays: 30 }, [2]],
    ['all conditions together', { regions: ['KZ-10'], statuses: ['submitted'], languages: ['kk'] }, [1]],
    ['nobody', { regions: ['KZ-10'], languages: ['en'] }, []],
  ])('%s', async (_, audience, chatIds) => {
    expect(await recipients({ ...everyone, ...audience })).toEqual(chatIds);
  });

  test('what is essential comes to those who want no notices, too', async () => {
    expect(await recipients({ ...everyone, endsWithinDays: 30 }, true)).toEqual([2, 4]);
  });

  test('the recipients are fixed once, and the same event makes one notice', async () => {
    const broadcast = await create(everyone);
    expect(await store.begin(broadcast)).toBe(5);
    expect(await store.begin(broadcast)).toBeUndefined();
    created -= 1;
    expect((await create(everyone)).id).toBe(broadcast.id);
  });

  test('at night only what is essential is next', async () => {
    await rig.sql("UPDATE broadcast SET status = 'done'");
    const ordinary = await create(everyone);
    expect(await store.next(new Date(), true)).toBeUndefined();
    const essential = await create(everyone, true);
    expect((await store.next(new Date(), true))?.id).toBe(essential.id);
    expect((await store.next(new Date(), false))?.id).toBe(essential.id);
    await store.move(essential.id, ['scheduled'], 'cancelled');
    expect((await store.next(new Date(), false))?.id).toBe(ordinary.id);
    expect(await store.next(new Date(Date.now() - DAY_MS), false)).toBeUndefined();
  });

  describe('at the last moment', () => {
    /** Whoever created it has the role now; 2 is an owner, 3 answers questions. */
    const mayBegin = (role: Role | undefined, threshold: number, asked: number[] = []) => {
      const member = (userId: number, present: Role) => ({
        ...{ userId, role: present, name: undefined, grantedAt: new Date() },
      });
      return createMayBegin({
        store,
        staff: {
          find: async (userId) => role && member(userId, role),
          list: async () => [...(role ? [member(1, role)] : []), member(2, 'owner'), member(3, 'support')],
        },
        audit: createStaffAudit(rig.database),
        threshold,
        enqueue: async (events) => void asked.push(...events.map(({ chatId }) => chatId)),
      });
    };
    const statusOf = async ({ id }: { id: number }) => (await store.find(id))?.status;

    test('a notice of somebody who no longer may is cancelled', async () => {
      const broadcast = await create(everyone);
      expect(await mayBegin('support', 10)(broadcast)).toBe(false);
      expect(await statusOf(broadcast)).toBe('cancelled');
      const subject = `broadcast:${broadcast.id}`;
      expect(await rig.sql('SELECT actor, action, detail FROM staff_audit WHERE subject = $1', [subject])).toEqual([
        { actor: 1, action: 'refused', detail: 'broadcast-begin' },
      ]);
    });

    test('an essential one begins only while its writer is an owner', async () => {
      const [essential, ordinary] = [await create(everyone, true), await create(everyone)];
      expect(await mayBegin('owner', 10)(essential)).toBe(true);
      expect(await mayBegin('broadcaster', 10)(ordinary)).toBe(true);
      expect(await mayBegin('broadcaster', 10)(essential)).toBe(false);
      expect([await statusOf(essential), await statusOf(ordinary)]).toEqual(['cancelled', 'scheduled']);
    });

    test('one that has grown beyond the threshold waits for a second person, and begins once confirmed', async () => {
      const broadcast = await create(everyone);
      const asked: number[] = [];
      expect(await mayBegin('broadcaster', 4, asked)(broadcast)).toBe(false);
      expect([await statusOf(broadcast), asked]).toEqual(['waiting', [2]]);
      await store.move(broadcast.id, ['waiting'], 'scheduled', { confirmedBy: 2 });
      const confirmed = await store.find(broadcast.id);
      expect(confirmed && (await mayBegin('broadcaster', 4)(confirmed))).toBe(true);
    });
  });

  test('who is removed has no notice under way any more, and each that ends is in the audit', async () => {
    await rig.sql("UPDATE broadcast SET status = 'done'");
    const [waiting, running] = [await create(everyone), await create(everyone)];
    await store.move(running.id, ['scheduled'], 'running');
    for (let times = 0; times < 2; times += 1) await store.cancelAllOf(1, { actor: 9, key: 'removal' });
    expect((await store.recent(2)).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    const lines = await rig.sql(
      "SELECT actor, subject FROM staff_audit WHERE action = 'broadcast-cancelled' ORDER BY id",
    );
    expect(lines).toEqual([waiting, running].map(({ id }) => ({ actor: 9, subject: `broadcast:${id}` })));
  });

  test('who got it is forgotten after a while, that there was one is not', async () => {
    const broadcast = await create(everyone);
    await store.begin(broadcast);
    await store.move(broadcast.id, ['running'], 'cancelled');
    await store.forgetRecipients(new Date(Date.now() - DAY_MS));
    expect(await store.recipients(broadcast.id, 0, 10)).toHaveLength(5);
    await store.forgetRecipients(new Date(Date.now() + DAY_MS));
    expect(await store.recipients(broadcast.id, 0, 10)).toEqual([]);
    expect((await store.find(broadcast.id))?.total).toBe(5);
  });

  test('what it says is nowhere in clear', async () => {
    await create(everyone);
    const [row] = await rig.sql<{ content: Uint8Array }>('SELECT content FROM broadcast ORDER BY id DESC LIMIT 1');
    expect(Buffer.from(row?.content ?? []).toString('latin1')).not.toMatch(/text|entities/);
  });
});
