import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChatMessage } from '../../../src/local-telegram/types.ts';
import { picture } from '../../support/backend.ts';
import { type StaffChat, type StartedBot, startStaffedBot } from './started-bot.ts';

const [OWNER, SECOND] = [500_001, 500_002];
const READERS = Array.from({ length: 5 }, (_, n) => 500_100 + n);

const buttonsOf = ({ reply_markup: markup }: ChatMessage) => markup?.inline_keyboard.flat() ?? [];

describe('a notice, from the first word to the report', () => {
  let bot: StartedBot;
  let owner: StaffChat;
  let second: StaffChat;
  beforeAll(async () => {
    bot = await startStaffedBot({ STAFF_IDS: `${OWNER}`, SECOND_PERSON_ABOVE: '20' });
    owner = bot.chat(OWNER, 'Owner');
    second = bot.chat(SECOND, 'Second');
    for (const reader of READERS) await bot.chat(reader).says('/start', 'SSL certificates');
    await owner.says('/start', 'SSL certificates');
    await second.says('/start', 'SSL certificates');
  });
  afterAll(async () => {
    expect(bot.telegram.calls.problems()).toEqual([]);
    await bot.close();
  });

  test('is written in two languages, shown as it will be seen, and counted', async () => {
    await owner.says('/broadcast', 'No notice was sent yet');
    await owner.presses('Write a notice', 'A new notice');
    await owner.presses('Russian', 'Send me the notice');
    await owner.says('Сайт не работает ночью, см. https://pki.gov.kz', 'Buttons under it?');
    expect(owner.person.messages().map(({ text }) => text)).toContain('Сайт не работает ночью, см. https://pki.gov.kz');
    await owner.says('Сайт', 'Each line is a label');
    await owner.says('Сайт - https://localhost', 'Telegram does not take it');
    await owner.says('Сайт - https://pki.gov.kz', 'A new notice');
    const panel = await owner
      .presses('English', 'Send me the notice')
      .then(() => owner.says('The site is down at night', 'Buttons'));
    expect(buttonsOf(panel).map(({ text }) => text)).toContain('Without buttons');
    const done = await owner.presses('Without buttons', 'A new notice');
    expect(done.text).toMatch(/✅ English: text, buttons: 0/);
    expect(done.text).toMatch(/✅ Russian: text, buttons: 1/);
    expect(done.text).toMatch(/Kazakh: not written, these readers get it in: Russian/);
    expect(done.text).toMatch(/Goes to 7 chats/);
  });

  test('survives a restart, and does not stand in the way of the writer’s own application', async () => {
    await bot.restart();
    await owner.says('/status', 'number');
    await owner.says('/broadcast', '✅ English: text');
  });

  test('waits, as it is, while its writer does something else', async () => {
    await owner.presses('Kazakh', 'Send me the notice');
    expect((await owner.says('/stats', 'Figures by day')).document).toBeDefined();
    const answered = await owner.says('not for everybody', /.+/);
    expect(answered.text).not.toMatch('Buttons under it?');
    const panel = await owner.says('/broadcast', '✅ English: text');
    expect(panel.text).toMatch(/Kazakh: not written/);
  });

  test('goes to the audience alone', async () => {
    await owner.presses('Audience', 'Whom does it go to?');
    const kazakh = await owner.presses('Kazakh', 'Reads: KK');
    expect(kazakh.text).toMatch(/Goes to 0 chats/);
    await owner.presses('Everyone', 'Audience: everyone');
    const panel = await owner.presses('Back', 'A new notice');
    expect(panel.text).toMatch(/Goes to 7 chats/);
  });

  test('is sent, with its progress in one message, a picture and a table in the end', async () => {
    await owner.presses('Send…', 'When?');
    await owner.presses('Now', 'Notice no. 1');
    const over = await owner.reads(/Notice no\. 1[\s\S]*✅ Done/);
    expect(over.text).toMatch(/▰{16} 100 %\s+7 \/ 7/);
    expect(over.text).toMatch(/Delivered: 7/);
    const report = await owner.person.waitFor(({ document }) => document?.file_name === 'broadcast-1.csv', 30_000);
    const table = owner.person.download(report).toString().trim().split('\n');
    expect(table[0]).toBe('chat,state,time');
    expect(table).toHaveLength(8);
    expect(table.slice(1).every((line) => /^[0-9a-f]{12},sent,2\d{3}-/.test(line))).toBe(true);
    expect(table.join()).not.toContain(String(READERS[0]));
    for (const reader of READERS) {
      const { person } = bot.chat(reader);
      const got = person.messages().filter(({ text }) => text === 'The site is down at night');
      expect(got).toHaveLength(1);
    }
  });

  test('is changed for everyone, then deleted for everyone', async () => {
    await owner.presses('Edit for everyone', 'Edit notice no. 1 for everyone');
    await owner.presses('English', 'Send me the new text');
    await owner.says('The site is up again', 'Edit notice no. 1 for everyone');
    await owner.presses('Edit for everyone…', 'Change the message in 7 chats?');
    await owner.presses('Yes, edit', 'Edit for everyone, no. 2');
    await owner.reads(/Edit for everyone, no\. 2[\s\S]*✅ Done/);
    const reader = bot.chat(READERS[0] ?? 0);
    await reader.reads('The site is up again');
    await owner.says('/broadcast', 'Notices');
    await owner.presses('No. 1: done', 'Notice no. 1');
    await owner.presses('Delete for everyone', 'Delete notice no. 1 in 7 chats?');
    await owner.presses('Yes, delete', 'Deletion for everyone');
    await owner.reads(/Deletion for everyone, no\. 3[\s\S]*✅ Done/);
    expect(reader.person.messages().filter(({ text }) => text?.includes('up again'))).toEqual([]);
  });

  test('with a picture goes out by its id, is tried on the staff, set for a time, and cancelled', async () => {
    await owner.says('/broadcast', 'Notices');
    await owner.presses('Write a notice', 'A new notice');
    await owner.presses('Russian', 'Send me the notice');
    const asked = owner.person.waitFor(({ text }) => text?.includes('Buttons under it?') ?? false, 30_000, {
      fresh: true,
    });
    owner.person.sendPhoto(picture, 'Подпись');
    await asked;
    const panel = await owner.presses('Without buttons', '✅ Russian: picture');
    expect(panel.text).toMatch('Kazakh: not written, these readers get it in: Russian');
    const before = bot.telegram.calls.count('sendPhoto');
    expect((await owner.person.press(panel, '🧪 Test to the staff').answered(30_000)).text).toBe(
      'Arrived at 1 of 1 of the staff',
    );
    const [call] = bot.telegram.calls.entries('sendPhoto').slice(before - bot.telegram.calls.count('sendPhoto'));
    expect(call).toMatchObject({ multipart: false, params: { caption: 'Подпись' } });

    await owner.presses('All notices', 'Notices');
    const former = await owner.presses('No. 1: done', 'Notice no. 1');
    expect((await owner.person.press(former, '✏️ Edit for everyone').answered(30_000)).text).toBe(
      'You have a draft begun: send or discard it first',
    );
    await owner.says('/broadcast', '✅ Russian: picture');

    await owner.presses('Send…', 'When?');
    await owner.presses('At a time', 'Send the hour');
    await owner.says('99:00', 'I do not understand');
    await owner.says('23:59', /To 7 chats on .*23:59/);
    await owner.presses('Yes', 'Begins on');
    await owner.presses('Cancel', /Cancel notice no\. 4/);
    await owner.presses('Yes, cancel it', '⏹ Cancelled');
    expect(
      bot
        .chat(READERS[0] ?? 0)
        .person.messages()
        .filter(({ photo }) => photo),
    ).toEqual([]);
  });
});
