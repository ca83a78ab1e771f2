import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeButton } from '../../../src/bot/support/staff-press.ts';
import type { Person } from '../../../src/local-telegram/person.ts';
import type { ChatMessage } from '../../../src/local-telegram/types.ts';
import { GROUP, labels, type SupportRig, startSupportRig, textOf } from './rig.ts';

let rig: SupportRig;
let applicant: Person;
let question: ChatMessage;
let header: ChatMessage;
const people = new Map<string, Person>();

beforeAll(async () => {
  rig = await startSupportRig();
  applicant = rig.person('Applicant');
  applicant.say('/support');
  applicant.say('Who answers me?');
  question = await rig.seesInGroup('Who answers me?');
  header = rig.inGroup().find((message) => labels(message).includes('✋ Take it')) ?? header;
  people.set('somebody who is no staff', await rig.colleague('Guest'));
  people.set('a broadcaster', await rig.colleague('Caster', 'broadcaster'));
  const removed = await rig.colleague('Former', 'support');
  await rig.staff.remove(removed.user.id, { actor: rig.owner.user.id, key: 'test:remove' });
  people.set('somebody who was removed', removed);
});
afterAll(() => rig.close());

const audit = () =>
  rig.rows<{ actor: number; action: string; detail: string }>(
    "SELECT actor, action, detail FROM staff_audit WHERE action = 'refused' ORDER BY id",
  );
/** What can be seen of the bot's doing, by anybody. */
const seen = () => JSON.stringify([rig.inGroup(), applicant.messages()]);
const tickets = () => rig.rows('SELECT state, assignee, tags, closed_at FROM support_ticket');

/** Nothing is said, written or changed; one line is in the audit. */
async function expectOnlyAudit(attempt: () => unknown, line: { actor: number; detail: string }) {
  await rig.untilIdle();
  const before = { seen: seen(), tickets: await tickets(), lines: (await audit()).length };
  await attempt();
  await rig.untilIdle();
  const lines = await audit();
  expect(lines.slice(before.lines)).toEqual([{ action: 'refused', ...line }]);
  // Their own message is in the group; of the bot there is nothing new.
  expect({ seen: seen(), tickets: await tickets() }).toEqual({ seen: before.seen, tickets: before.tickets });
}

describe.each(['somebody who is no staff', 'a broadcaster', 'somebody who was removed'])('%s', (name) => {
  const who = () => people.get(name) ?? applicant;
  const topic = () => ({ chatId: GROUP, threadId: question.message_thread_id ?? 0 });

  test.each<[string, string, (person: Person) => unknown]>([
    ['an answer', 'ticket-answer', (person) => person.say('Send me your IIN', topic())],
    [
      'a reply',
      'ticket-answer',
      (person) => person.say('Send me your key', { ...topic(), replyTo: question.message_id }),
    ],
    ['a press', 'ticket-close', (person) => person.press(header, '✅ Close', { chatId: GROUP })],
    ['a tag', 'tag', (person) => person.say('/tag mine', topic())],
    ['a search', 'tickets', (person) => person.say('/tickets', { chatId: GROUP })],
    ['a ready answer', 'canned', (person) => person.say('/canned evil en Pay here', { chatId: GROUP })],
  ])('achieves nothing with %s but a line in the audit', async (_, detail, attempt) => {
    await expectOnlyAudit(() => attempt(who()), { actor: who().user.id, detail });
  });
});

test('a command that was sent on by an owner is no command', async () => {
  const said = applicant.say('/tickets closed');
  await applicant.waitFor(({ text = '' }) => text.includes('There is no such command'));
  const attempt = () => rig.owner.forward(said, { chatId: GROUP });
  await expectOnlyAudit(attempt, { actor: rig.owner.user.id, detail: 'tickets-forwarded' });
});

test.each([
  ['of a ticket', writeButton('close', 1)],
  ['that is none', 'sup:close:1:'],
  ['of something else', 'sup:'],
])('a forged button %s in an applicant’s own chat achieves nothing', async (_, data) => {
  // No client offers such a button: the update is made by hand.
  const updateId = 990_000_000 + data.length;
  const forged = {
    update_id: updateId,
    callback_query: {
      id: '1',
      from: { id: applicant.user.id },
      message: { message_id: 1, chat: { id: applicant.user.id, type: 'private' } },
      data,
    },
  };
  await expectOnlyAudit(() => rig.inbox.accept([forged]), { actor: applicant.user.id, detail: 'ticket-elsewhere' });
});

test('an owner’s forged button outside the group achieves nothing either', async () => {
  const before = await tickets();
  const chat = { id: rig.owner.user.id, type: 'private' };
  const callback_query = {
    id: '2',
    from: { id: rig.owner.user.id },
    message: { message_id: 1, chat },
    data: writeButton('close', 1),
  };
  await rig.inbox.accept([{ update_id: 990_000_100, callback_query }]);
  await rig.untilIdle();
  expect(await tickets()).toEqual(before);
});

test('what the staff do is in the audit: taken, handed over, closed, opened again', async () => {
  for (const button of ['✋ Take it', '👥 Hand over', 'Owner', '✅ Close', '↩️ Open again']) {
    const message = await rig.owner.waitFor((each) => labels(each).includes(button), 10_000, { chatId: GROUP });
    await rig.owner.press(message, button, { chatId: GROUP }).answered();
  }
  const done = await rig.rows("SELECT action, subject FROM staff_audit WHERE action LIKE 'ticket-%' ORDER BY id");
  expect(done).toEqual(
    ['taken', 'assigned', 'closed', 'reopened'].map((what) => ({ action: `ticket-${what}`, subject: 'ticket:1' })),
  );
  expect(textOf(await rig.seesInGroup(/№ 1 · open/))).toContain('Taken by: Owner');
});
