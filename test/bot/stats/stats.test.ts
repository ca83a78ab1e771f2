import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Figures } from '../../../src/bot/stats/figures.ts';
import { figuresCsv } from '../../../src/bot/stats/stats-csv.ts';
import { statsSheet } from '../../../src/bot/stats/stats-sheet.ts';
import { createFigureBooks } from '../../../src/bot/storage/figure-books.ts';
import { createTranslate } from '../../../src/messages/messages.ts';
import { createRig, engines, type Rig } from '../inbox/rig.ts';
import { GROUP, type SupportRig, startSupportRig, textOf } from '../support/rig.ts';

const figures: Figures = {
  from: '2026-11-20',
  to: '2026-11-22',
  counts: [
    { day: '2026-11-20', name: 'reached:service', count: 10 },
    { day: '2026-11-20', name: 'answered:service', count: 8 },
    { day: '2026-11-21', name: 'reached:iin', count: 8 },
    { day: '2026-11-21', name: 'answered:iin', count: 2 },
    { day: '2026-11-21', name: 'status:submitted', count: 2 },
    { day: '2026-11-22', name: 'status:withdrawn', count: 1 },
    { day: '2026-11-22', name: 'status:expired', count: 3 },
  ],
  ...{ chats: 40, blocked: 3, openTickets: 2, waitingTickets: 1 },
  answers: { withinHour: 5, withinDay: 1, later: 0, unanswered: 2, medianSeconds: 7_500 },
};

describe('the figures', () => {
  const translate = createTranslate();

  test('become a sheet: tiles, a column per day, where applicants stop', () => {
    const { title, subtitle, blocks } = statsSheet(figures, ['service', 'iin', 'domain'], translate, 'en');
    expect([title, subtitle]).toEqual(['Applications and support', '20 November 2026 – 22 November 2026']);
    const [tiles, columns, funnel] = blocks;
    expect(tiles?.kind === 'tiles' && tiles.tiles.map(({ value }) => value)).toEqual([
      '2',
      '0',
      '2',
      '2 h 5 min',
      '40',
      '3',
    ]);
    expect(columns?.kind === 'columns' && columns.columns).toEqual([
      { label: '20.11', values: [0, 0, 0, 0, 0, 0] },
      { label: '21.11', values: [2, 0, 0, 0, 0, 0] },
      { label: '22.11', values: [0, 0, 0, 0, 0, 4] },
    ]);
    expect(funnel?.kind === 'funnel' && funnel.stages).toEqual([
      { label: 'Service', value: 10, note: '−20 %' },
      { label: 'IIN', value: 8, note: '−75 %' },
    ]);
  });

  test('become a table with one figure per line', () => {
    const lines = figuresCsv(figures).split('\r\n');
    expect(lines.slice(0, 2)).toEqual(['day,name,value', '2026-11-20,reached:service,10']);
    expect(lines).toContain('2026-11-22,answers:median-seconds,7500');
    expect(lines.every((line) => line === '' || line.split(',').length === 3)).toBe(true);
  });
});

describe.each(engines)('counted with the turns, on the %s engine', (engine) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await createRig(engine);
  });
  afterAll(() => rig.close());

  test('a turn that is handled again after a crash counts once; a day is a day in Kazakhstan', async () => {
    let tries = 0;
    const inbox = await rig.inbox(async ({ chatId }, { state }) => {
      tries += 1;
      if (tries === 2) throw new Error('the first try of this one fails');
      const counts = [
        { day: '2026-11-21', name: 'reached:service' },
        ...(chatId === 5 ? [{ day: '2026-11-22', name: 'status:issued' }] : []),
      ];
      return { state, effects: [], counts };
    });
    const events = [1, 2, 5].map((chatId) => ({
      key: `test:${chatId}`,
      chatId,
      kind: 'telegram' as const,
      payload: {},
    }));
    await inbox.enqueue(events);
    await inbox.enqueue(events);
    await rig.untilIdle();
    await rig.sql(
      `INSERT INTO support_ticket (chat_id, state, language, created_at, changed_at, first_answer_at) VALUES
       (1, 'waiting', 'ru', '2026-11-20T18:59:00Z', now(), '2026-11-20T19:09:00Z'),
       (2, 'waiting', 'ru', '2026-11-20T19:00:00Z', now(), '2026-11-20T19:10:00Z'),
       (3, 'closed', 'ru', '2026-11-21T19:00:00Z', now(), '2026-11-21T21:00:00Z'),
       (4, 'open', 'ru', '2026-11-22T18:59:59Z', now(), NULL),
       (5, 'open', 'ru', '2026-11-22T19:00:00Z', now(), NULL)`,
    );
    await rig.sql('UPDATE conversation SET blocked_at = now() WHERE chat_id = 5');
    expect(tries).toBe(4);
    const { query } = {
      query: (statement: { text: string }, values?: readonly unknown[]) => rig.sql(statement.text, values),
    };
    expect(
      await createFigureBooks({ query } as Parameters<typeof createFigureBooks>[0]).read('2026-11-21', '2026-11-22'),
    ).toEqual({
      from: '2026-11-21',
      to: '2026-11-22',
      counts: [
        { day: '2026-11-21', name: 'reached:service', count: 3 },
        { day: '2026-11-22', name: 'status:issued', count: 1 },
      ],
      ...{ chats: 3, blocked: 1, openTickets: 2, waitingTickets: 2 },
      answers: { withinHour: 1, withinDay: 1, later: 0, unanswered: 1, medianSeconds: 3_900 },
    });
  });
});

describe('/stats', () => {
  let rig: SupportRig;
  beforeAll(async () => {
    rig = await startSupportRig();
  });
  afterAll(() => rig.close());

  test('gives the staff one picture and one table, of what really happened', async () => {
    const applicant = rig.person('Applicant');
    const asks = (text: string) => applicant.waitFor((message) => textOf(message).includes(text));
    applicant.say('/apply');
    applicant.press(await asks('What you need'), 'Submit an application');
    await asks('Agreement');
    applicant.say('/support');
    applicant.say('Why?');
    await asks('Passed on');
    await rig.untilIdle();
    rig.owner.say('/stats 7');
    const picture = await rig.owner.waitFor(({ photo }) => photo !== undefined);
    expect(picture.photo?.[0]).toMatchObject({ width: 1080 });
    mkdirSync('screenshots', { recursive: true });
    writeFileSync('screenshots/stats.png', rig.owner.download(picture));
    const table = await rig.owner.waitFor(({ document }) => document?.file_name === 'stats-2026-11-25.csv');
    const lines = rig.owner.download(table).toString().split('\r\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        '2026-11-25,reached:service,1',
        '2026-11-25,answered:service,1',
        '2026-11-25,reached:agreement,1',
        '2026-11-25,tickets:open,1',
      ]),
    );
  });

  test('is in the language that the member has chosen, whatever their app speaks', async () => {
    const member = await rig.colleague('Member', 'support');
    member.say('/language');
    member.press(await member.waitFor(({ text = '' }) => text.includes('Choose a language')), 'Қазақша');
    member.say('/stats 7');
    const table = await member.waitFor(({ document }) => document?.file_name?.endsWith('.csv') === true);
    expect(table.caption).toBe('Күндер бойынша көрсеткіштер кестесі');
  });

  test('is heard in the staff’s group, too', async () => {
    rig.owner.say('/stats', { chatId: GROUP });
    await rig.owner.waitFor(({ photo }) => photo !== undefined, 20_000, { chatId: GROUP });
  });

  test('is no command to anybody else, and leaves a line in the audit', async () => {
    const outsider = rig.person('Outsider');
    outsider.say('/stats');
    await outsider.waitFor(({ text = '' }) => text.includes('There is no such command'));
    const removed = await rig.colleague('Removed', 'support');
    await rig.staff.remove(removed.user.id, { actor: rig.owner.user.id, key: 'test:remove' });
    removed.say('/stats', { chatId: GROUP });
    rig.owner.forward(rig.owner.say('/stats 1', { chatId: GROUP }), { chatId: GROUP });
    await rig.untilIdle();
    const refused = await rig.rows<{ actor: number; detail: string }>(
      "SELECT actor, detail FROM staff_audit WHERE action = 'refused' ORDER BY id",
    );
    expect(refused).toEqual([
      { actor: outsider.user.id, detail: 'stats' },
      { actor: removed.user.id, detail: 'stats' },
      { actor: rig.owner.user.id, detail: 'stats-forwarded' },
    ]);
  });
});
