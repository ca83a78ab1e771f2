import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hear } from '../../../src/bot/staff/heard.ts';
import { namedPerson } from '../../../src/bot/staff/named-person.ts';
import { createBotApi } from '../../../src/bot/telegram/bot-api.ts';
import { type StaffChat, type StartedBot, startStaffedBot } from '../broadcast/started-bot.ts';

const [OWNER, WRITER, STRANGER, GROUP] = [600_001, 600_002, 600_003, -1_000_000_600];

describe('the staff, in the chat', () => {
  let bot: StartedBot;
  let owner: StaffChat;
  let writer: StaffChat;
  let stranger: StaffChat;
  beforeAll(async () => {
    bot = await startStaffedBot({ STAFF_IDS: `${OWNER}`, SECOND_PERSON_ABOVE: '2' });
    [owner, writer, stranger] = [bot.chat(OWNER, 'Owner'), bot.chat(WRITER, 'Writer'), bot.chat(STRANGER, 'Stranger')];
    for (const each of [owner, writer, stranger]) await each.says('/start', 'SSL certificates');
  });
  afterAll(async () => {
    expect(bot.telegram.calls.problems()).toEqual([]);
    await bot.close();
  });

  const commandsOf = async (chatId: number) => {
    const api = createBotApi({ token: bot.telegram.token, apiRoot: bot.telegram.url });
    const scope = { type: 'chat', chat_id: chatId };
    const commands = (await api.call('getMyCommands', { scope, language_code: 'en' })) as { command: string }[];
    return commands.map(({ command }) => command);
  };
  /** Puts a button into a chat that the bot did not put there. */
  const forge = async (chat: StaffChat, data: string) => {
    const api = createBotApi({ token: bot.telegram.token, apiRoot: bot.telegram.url });
    const keyboard = { inline_keyboard: [[{ text: 'forged', callback_data: data }]] };
    const params = { chat_id: chat.person.user.id, text: 'forged', reply_markup: keyboard };
    const sent = (await api.call('sendMessage', params)) as { message_id: number };
    return chat.person.press(sent.message_id, 'forged').answered(30_000);
  };

  test('an owner adds somebody by their id, who is told and sees their commands', async () => {
    await owner.says('/staff', 'Staff');
    expect(await commandsOf(OWNER)).toEqual(expect.arrayContaining(['start', 'staff', 'broadcast', 'stats']));
    await owner.presses('Add a person', 'Or choose from your own list');
    await owner.says('somebody', 'I see no person here');
    await owner.presses('Back', 'Staff');
    await owner.presses('Add a person', 'Or choose from your own list');
    await owner.says(String(WRITER), 'What may');
    await owner.presses('Let them send notices', `id ${WRITER}: sends notices`);
    await writer.reads('You belong to the staff of this bot now: sends notices');
    expect(await commandsOf(WRITER)).toEqual(expect.arrayContaining(['start', 'notices', 'broadcast']));
    expect(await commandsOf(WRITER)).not.toContain('staff');
  });

  test('whoever turns to something else is not asked for a person any more', async () => {
    await owner.says('/staff', 'Staff');
    await owner.presses('Add a person', 'Or choose from your own list');
    await owner.says('/status', 'number');
    const answered = await owner.says(String(STRANGER), /.+/);
    expect(answered.text).not.toContain('What may');
    await owner.says('/staff', 'Staff');
    await owner.presses('Add a person', 'Or choose from your own list');
    expect((await owner.says('/stats', '/stats 30')).photo).toBeDefined();
  });

  test('a second person confirms what goes to many, and never the one who wrote it', async () => {
    await writer.says('/broadcast', 'No notice was sent yet');
    await writer.presses('Write a notice', 'A new notice');
    await writer.presses('Russian', 'Send me the notice');
    await writer.says('Всем', 'Buttons under it?');
    await writer.presses('Without buttons', /Goes to 3 chats/);
    await writer.presses('Send…', 'a second person has to confirm it');
    await writer.presses('Now', 'Waits for a second person');
    const asked = await owner.reads('Your confirmation is asked for: notice no. 1');
    expect(asked.text).toMatch('Look at it before you decide');
    const own = await writer.reads('Waits for a second person');
    expect((await writer.person.press(own, '✅ Confirm').answered(30_000)).text).toBe(
      'Somebody else has to confirm it',
    );
    await owner.presses('Show it', 'Всем');
    await owner.presses('✅ Confirm', /Begins on|Under way/);
    await writer.reads(/Notice no\. 1[\s\S]*✅ Done/);
    await stranger.reads('Всем');
  });

  test('who is removed has no draft, no buttons and no commands any more, at once', async () => {
    await writer.says('/broadcast', 'Notices');
    await writer.presses('Write a notice', 'A new notice');
    await writer.presses('Russian', 'Send me the notice');
    await owner.says('/staff', `id ${WRITER}`);
    await owner.presses(`id ${WRITER}`, 'Now: sends notices');
    await owner.presses('Remove from the staff', 'from the staff?');
    await owner.presses('Yes, remove', /Staff/);
    await writer.reads('You no longer belong to the staff');
    expect(await commandsOf(WRITER)).toEqual([]);
    await writer.says('This must go nowhere', 'To see the status of an applic');
    expect(writer.person.messages().filter(({ text, from }) => from.is_bot && text === 'This must go nowhere')).toEqual(
      [],
    );
    const panel = await writer.reads('Send me the notice');
    expect(await writer.person.press(panel, '← Back').answered(30_000)).toEqual({ alert: false });
  });

  test('strangers, forged buttons and commands in a group come to nothing but a line in the audit', async () => {
    const answered = await stranger.says('/broadcast', /.+/);
    expect(answered.text).not.toMatch(/notice/i);
    await stranger.says('/staff', /.+/);
    expect(await forge(stranger, '!b:confirm:1')).toEqual({ alert: false });
    expect(await forge(stranger, `!s:grant:owner:${STRANGER}`)).toEqual({ alert: false });
    expect(await forge(writer, '!b:delete-yes:1')).toEqual({ alert: false });
    for (const data of ['!s:remove-yes:nobody', '!s:grant:king:5', '!s:member', '!b:yes:soon:x', '!b:look:1e9'])
      expect(await forge(owner, data)).toMatchObject({ alert: false });
    const group = bot.telegram.group({ id: GROUP, title: 'Elsewhere', members: [OWNER, STRANGER] });
    owner.person.say('/broadcast', { chatId: GROUP });
    stranger.person.say('/staff', { chatId: GROUP });
    owner.person.say('/staff', { chatId: GROUP });
    owner.person.forward(stranger.person.say('/staff'), { chatId: GROUP });
    owner.person.forward(stranger.person.say('/broadcast'));
    await owner.reads('There is no such command');
    await owner.says('/staff', 'Staff');
    expect(await bot.ask('SELECT key FROM set_aside')).toEqual([]);

    const lines = await bot.ask<{ actor: number; action: string; detail: string | null }>(
      "SELECT actor, action, detail FROM staff_audit WHERE action = 'refused' ORDER BY id",
    );
    const refused = (actor: number, detail: string) => ({ actor, action: 'refused', detail });
    expect(lines).toEqual(
      expect.arrayContaining([
        refused(WRITER, 'broadcast-text'),
        refused(WRITER, 'broadcast-button'),
        refused(STRANGER, 'broadcast'),
        refused(STRANGER, 'staff'),
        refused(STRANGER, 'broadcast-button'),
        refused(STRANGER, 'staff-button'),
        refused(OWNER, 'broadcast-elsewhere'),
        refused(OWNER, 'staff-elsewhere'),
        refused(STRANGER, 'staff-elsewhere'),
      ]),
    );
    expect(owner.person.messages(group.chat.id).filter(({ from }) => from.is_bot)).toEqual([]);
    const staff = await bot.ask<{ user_id: number }>('SELECT user_id FROM staff_member WHERE role IS NOT NULL');
    expect(staff).toEqual([{ user_id: OWNER }]);
    const broadcasts = await bot.ask<{ kind: string; status: string }>('SELECT kind, status FROM broadcast');
    expect(broadcasts).toEqual([{ kind: 'send', status: 'done' }]);
  });
});

describe('what somebody did', () => {
  const chat = { id: 5, type: 'private' } as const;
  const from = { id: 5, first_name: 'Some' };

  test('a forwarded command is not their own', () => {
    const message = {
      message_id: 1,
      chat,
      from,
      text: '/broadcast',
      forward_origin: { type: 'user', sender_user: from },
    };
    expect(hear({ kind: 'telegram', payload: { message } })?.happening).toMatchObject({ isForwarded: true });
  });

  test.each([
    ['a contact', { contact: { user_id: 7, first_name: 'Seven' } }, { userId: 7, name: 'Seven' }],
    ['a contact without Telegram', { contact: { first_name: 'Seven' } }, 'hidden'],
    ['a shared person', { users_shared: { users: [{ user_id: 7 }] } }, { userId: 7, name: undefined }],
    [
      'a forwarded message',
      { text: 'x', forward_origin: { type: 'user', sender_user: { id: 7, first_name: 'Seven', last_name: 'Of' } } },
      { userId: 7, name: 'Seven Of' },
    ],
    ['one whose writer hides', { text: 'x', forward_origin: { type: 'hidden_user' } }, 'hidden'],
    ['a number', { text: ' 710000002 ' }, { userId: 710_000_002, name: undefined }],
    ['anything else', { text: 'hello' }, undefined],
  ])('%s names a person, or none', (_, content, person) => {
    expect(namedPerson({ message_id: 1, chat, ...structuredClone(content) })).toEqual(person);
  });
});
