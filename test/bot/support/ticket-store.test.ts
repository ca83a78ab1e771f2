import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCannedAnswerStore } from '../../../src/bot/storage/canned-answer-store.ts';
import { createTicketStore } from '../../../src/bot/storage/ticket-store.ts';
import { REOPEN_MS, type Said, type Tickets } from '../../../src/bot/support/tickets.ts';
import { type Database, openDatabase } from '../../../src/database/database.ts';
import { migrate } from '../../../src/database/migrations.ts';
import type { ApplicationNumber } from '../../../src/domain/application-number.ts';
import { createSealing } from '../../../src/sealing/sealing.ts';
import { postgresqlMissing, startPostgresql } from '../../support/postgresql.ts';

const GROUP = -100;
const NUMBER = '482-093-755-618-809' as ApplicationNumber;
const T0 = new Date('2026-11-25T07:00:00Z');
const later = (milliseconds: number) => new Date(T0.getTime() + milliseconds);

describe.each(['embedded', ...(postgresqlMissing ? [] : ['postgresql'])])('tickets, %s', (engine) => {
  let folder: string;
  let cluster: Awaited<ReturnType<typeof startPostgresql>> | undefined;
  let database: Database;
  let tickets: Tickets;
  let messages = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tickets-'));
    cluster = engine === 'postgresql' ? await startPostgresql() : undefined;
    database = await openDatabase(
      cluster
        ? { kind: 'postgresql', url: await cluster.createDatabase(), connections: 4 }
        : { kind: 'embedded', directory: folder },
    );
    await migrate(database, 'prisma/bot');
    tickets = createTicketStore(database, createSealing(randomBytes(32)));
  });
  afterAll(async () => {
    await database.close();
    await cluster?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const hear = (chatId: number, more: Partial<Said> = {}) =>
    database.transaction((sql) =>
      tickets.hear(
        {
          from: { chatId, messageId: ++messages },
          language: 'ru',
          context: { number: NUMBER, step: 'iin' },
          text: 'Сертификаты не открываются',
          at: T0,
          ...more,
        },
        GROUP,
        sql,
      ),
    );
  const answer = (ticketId: number, messageId: number, at = T0, by = 1) =>
    database.transaction((sql) => tickets.answer(ticketId, { chatId: GROUP, messageId }, by, at, sql));
  const close = (ticketId: number, at = T0) => database.transaction((sql) => tickets.close(ticketId, at, sql));

  test('a chat has one that is not closed, however often it writes', async () => {
    const opened = await hear(1);
    expect(opened).toMatchObject({
      before: 'nothing',
      ticket: { state: 'open', context: { number: NUMBER, step: 'iin' } },
    });
    const again = await hear(1, { at: later(1_000) });
    expect(again).toMatchObject({
      before: 'open',
      ticket: { id: opened?.ticket.id, createdAt: T0, changedAt: later(1_000) },
    });
    expect((await hear(2))?.ticket.id).not.toBe(opened?.ticket.id);
  });

  test('a message counts once', async () => {
    const from = { chatId: 3, messageId: 77 };
    expect(await hear(3, { from })).toMatchObject({ before: 'nothing' });
    expect(await hear(3, { from })).toBeUndefined();
    expect(await tickets.passedOn(from)).toMatchObject({ targetChatId: GROUP, targetId: undefined });
    await tickets.arrived(from, 900);
    expect((await tickets.passedOn(from))?.targetId).toBe(900);
    expect((await tickets.findInGroup(GROUP, { repliedId: 900 }))?.chatId).toBe(3);
    expect(await tickets.findInGroup(GROUP, { repliedId: 901 })).toBeUndefined();
    expect(await tickets.isPassedOn({ chatId: GROUP, messageId: 900 })).toBe(true);
    expect(await tickets.isPassedOn({ chatId: 3, messageId: 900 })).toBe(false);
  });

  test('an answer makes it wait for the applicant; the first one has its moment for good', async () => {
    const id = (await hear(4))?.ticket.id ?? 0;
    expect(await answer(id, 1_001, later(60_000))).toBe(true);
    expect(await answer(id, 1_001, later(61_000))).toBe(false);
    expect(await answer(id, 1_002, later(90_000))).toBe(true);
    expect(await tickets.find(id)).toMatchObject({ state: 'waiting', firstAnswerAt: later(60_000) });
    expect(await hear(4)).toMatchObject({ before: 'waiting', ticket: { id } });
  });

  test('is taken by who answers first, unless somebody has it', async () => {
    const [free, taken] = [(await hear(5))?.ticket.id ?? 0, (await hear(6))?.ticket.id ?? 0];
    await tickets.assign(taken, 9);
    for (const [id, messageId] of [
      [free, 1_101],
      [taken, 1_102],
    ] as const) {
      await answer(id, messageId, T0, 7);
      await answer(id, messageId + 50, T0, 8);
    }
    expect([(await tickets.find(free))?.assignee, (await tickets.find(taken))?.assignee]).toEqual([7, 9]);
  });

  test.each([
    ['just within the time', REOPEN_MS - 1, 'closed', true],
    ['after it', REOPEN_MS, 'nothing', false],
  ])('a closed one is opened again %s', async (_, after, before, isSame) => {
    const chatId = 10 + messages;
    const id = (await hear(chatId))?.ticket.id ?? 0;
    await tickets.setThread(id, { topicId: 5_000 + chatId, headerId: 6_000 + chatId });
    expect(await close(id)).toMatchObject({ state: 'closed' });
    expect(await close(id)).toBeUndefined();
    const next = await hear(chatId, { at: later(after) });
    expect([next?.before, next?.ticket.id === id]).toEqual([before, isSame]);
    // The topic is the applicant's, the header is the question's.
    expect(next?.ticket).toMatchObject({ topicId: 5_000 + chatId, headerId: isSame ? 6_000 + chatId : undefined });
    expect((await tickets.findInGroup(GROUP, { topicId: 5_000 + chatId }))?.id).toBe(next?.ticket.id);
  });

  test('a closed one is not answered once there is another', async () => {
    const id = (await hear(40))?.ticket.id ?? 0;
    await close(id);
    expect(await answer(id, 2_001)).toBe(true);
    await close(id);
    await hear(40, { at: later(REOPEN_MS) });
    expect(await answer(id, 2_002)).toBe(false);
    expect(await tickets.reopen(id, T0)).toBeUndefined();
  });

  test('is found by what was said, whatever the ending, by number and by tag; nothing of it can be read', async () => {
    const id = (await hear(50, { text: 'Не могу установить сертификат на nginx' }))?.ticket.id ?? 0;
    await hear(50, { text: 'И ещё про оплату' });
    await tickets.setTags(id, ['nginx', 'оплата']);
    const found = async (text: string) => (await tickets.search({ by: 'words', text }, 50)).map((each) => each.id);
    for (const text of ['сертификата', 'NGINX установка', 'оплаты', NUMBER]) expect(await found(text)).toContain(id);
    expect(await found('сертификат apache')).toEqual([]);
    expect(await found('!')).toEqual([]);
    expect((await tickets.search({ by: 'tag', tag: 'оплата' }, 5)).map((each) => each.id)).toEqual([id]);
    expect(await tickets.tagsInUse(5)).toEqual(expect.arrayContaining(['nginx', 'оплата']));
    const [row] = await database.query<{ row: string }>({
      name: '',
      text: `SELECT concat(words, ' ', encode(context, 'escape')) AS row FROM support_ticket WHERE id = ${id}`,
    });
    expect(row?.row).not.toMatch(/серт|nginx|482-093|"iin"/i);
  });

  test('is found by state, the last changed first', async () => {
    const ids = (await tickets.search({ by: 'state', states: ['closed'] }, 50)).map(({ state }) => state);
    expect(new Set(ids)).toEqual(new Set(['closed']));
    const open = await tickets.search({ by: 'state', states: ['open', 'waiting'] }, 2);
    expect(open).toHaveLength(2);
    expect(open[0]?.changedAt.getTime()).toBeGreaterThanOrEqual(open[1]?.changedAt.getTime() ?? 0);
  });

  test('goes with its messages when it was closed long ago', async () => {
    const from = { chatId: 60, messageId: 888 };
    const id = (await hear(60, { from }))?.ticket.id ?? 0;
    await close(id, later(-1_000));
    await tickets.removeClosedBefore(T0);
    expect(await tickets.find(id)).toBeUndefined();
    expect(await tickets.passedOn(from)).toBeUndefined();
    expect(await tickets.search({ by: 'state', states: ['closed'] }, 50)).not.toEqual([]);
  });

  test('a ready answer is kept in each language by itself', async () => {
    const canned = createCannedAnswerStore(database);
    await canned.put('hello', 'ru', 'Здравствуйте!');
    await canned.put('hello', 'kk', 'Сәлеметсіз бе!');
    await canned.put('hello', 'ru', 'Добрый день!');
    expect(await canned.list()).toEqual([{ name: 'hello', texts: { kk: 'Сәлеметсіз бе!', ru: 'Добрый день!' } }]);
    expect([await canned.remove('hello'), await canned.remove('hello')]).toEqual([true, false]);
    expect(await canned.find('hello')).toBeUndefined();
  });
});
