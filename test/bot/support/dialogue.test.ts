import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Person } from '../../../src/local-telegram/person.ts';
import { picture } from '../../support/backend.ts';
import { createPerson } from '../reading/synthetic/person.ts';
import { createRandom } from '../reading/synthetic/random.ts';
import { drawScreen } from '../reading/synthetic/screens.ts';
import { createSpecimen } from '../reading/synthetic/specimens.ts';
import { GROUP, labels, NOON, type SupportRig, startSupportRig, textOf } from './rig.ts';

let rig: SupportRig;
let helper: Person;
let applicant: Person;
beforeAll(async () => {
  rig = await startSupportRig();
  helper = await rig.colleague('Aida', 'support');
  applicant = rig.person('Someone');
});
afterAll(() => rig.close());

const sees = (text: string) => applicant.waitFor((message) => message.from.is_bot && textOf(message).includes(text));
const newest = (text: string) => applicant.messages().findLast((message) => textOf(message).includes(text));
const inGroup = (text: string) => rig.inGroup().filter((message) => textOf(message).includes(text));
/** The newest header that has this button. */
const headerWith = (button: string) =>
  rig.owner.waitFor((message) => labels(message).includes(button), 20_000, { chatId: GROUP });
const topicOf = async (text: string) => {
  const message = await rig.seesInGroup(text);
  return { chatId: GROUP, threadId: message.message_thread_id ?? 0 };
};

describe('an applicant in the middle of an application', () => {
  let topic: { chatId: number; threadId: number };

  test('asks a person, and is told how, when, whom else, and how to leave', async () => {
    applicant.say('/apply');
    applicant.press(await sees('What you need'), 'Submit an application');
    applicant.press(await sees('Agreement'), 'I have read it and agree');
    await sees('type the 12 digits');
    applicant.say('/support');
    const intro = textOf(await sees('You are writing to a person'));
    expect(intro).toMatch(/Mon–Fri, 09:00–18:00/);
    expect(intro).toMatch(/1414[\s\S]*support@pki\.gov\.kz/);
    expect(intro).not.toContain('Nobody is there');
    expect(labels(await sees('You are writing to a person'))).toEqual(['‹ Leave and go on']);
  });

  test('is heard in a topic of its own, under a header that says where they stand and nothing about who they are', async () => {
    applicant.say('What is an IIN? Mine is 900101 390002');
    topic = await topicOf('What is an IIN?');
    const [header, question] = rig
      .inGroup()
      .filter(({ message_thread_id }) => message_thread_id === topic.threadId)
      .slice(-2);
    expect(textOf(header ?? fail())).toMatch(
      /№ 1 · open[\s\S]*Stands at: iin[\s\S]*Language: English[\s\S]*nobody yet/i,
    );
    expect(question?.text).toBe('What is an IIN? Mine is •••••• ••••••');
    expect(textOf(await sees('Passed on as question № 1'))).toMatch(/was hidden/);
    expect(JSON.stringify(rig.inGroup())).not.toMatch(/Someone|820000003|900101/);
  });

  test('gets the answer in the chat, once, whichever way it is written', async () => {
    helper.say('It is on your ID card.', topic);
    const answer = await sees('It is on your ID card.');
    expect(textOf(answer)).toBe('👤 Answer to your question № 1\n\nIt is on your ID card.');
    expect(labels(answer)).toEqual(['✍️ Write back', '‹ Leave and go on']);
    helper.sendPhoto(picture, 'Here', topic);
    const photo = await sees('Here');
    expect(applicant.download(photo)).toEqual(Buffer.from(picture));
    await rig.seesInGroup(/waits for the applicant[\s\S]*Taken by: Aida/);
    await rig.untilIdle();
    expect(applicant.messages().filter((each) => textOf(each).includes('ID card.'))).toHaveLength(1);
  });

  test('reads a correction where the answer stood; and the other way round', async () => {
    const said = helper.messages(GROUP).findLast((each) => each.text === 'It is on your ID card.');
    helper.edit(said ?? fail(), 'It is on the front of your ID card.');
    await sees('on the front of your ID card.');
    expect(newest('It is on your ID card.')).toBeUndefined();
    applicant.say('Thank yu');
    await rig.seesInGroup('Thank yu');
    applicant.edit(
      applicant.messages().findLast(({ text }) => text === 'Thank yu') ?? fail(),
      'Thank you, 900101390002',
    );
    await rig.seesInGroup('Thank you, ••••••••••••');
    expect(inGroup('Thank yu')).toEqual([]);
  });

  test('does not hear what the staff say among themselves', async () => {
    helper.say('// shall we call them?', topic);
    helper.say('Anything else?', topic);
    await sees('Anything else?');
    expect(newest('shall we call')).toBeUndefined();
  });

  test('goes on with the application where it was', async () => {
    applicant.press(newest('Passed on') ?? fail(), '‹ Leave and go on');
    await applicant.waitFor(({ text = '' }) => text.includes('type the 12 digits'), 10_000, { fresh: true });
    applicant.say('900101390002');
    expect(textOf(await sees('Is this you?'))).toContain('SYNAQ Test');
    expect(inGroup('900101390002')).toEqual([]);
  });

  test('writes back by answering the answer, long after the dialogue', async () => {
    rig.time.now = new Date(NOON.getTime() + 3 * 24 * 60 * 60 * 1000);
    applicant.say('One more thing', { replyTo: (newest('Anything else?') ?? fail()).message_id });
    expect((await rig.seesInGroup('One more thing')).message_thread_id).toBe(topic.threadId);
    expect(textOf(await sees('✓ Passed on, question № 1.'))).not.toMatch(/1414/);
    rig.time.now = NOON;
  });

  test('leaves by any command, and by a button of the application', async () => {
    applicant.say('/support');
    applicant.press(await applicant.waitFor(({ text = '' }) => text.includes('Is this you?')), 'Yes, it is me');
    await sees('you can skip it');
    applicant.say('applicant@example.kz');
    await sees('Where will you confirm');
    applicant.say('/support');
    applicant.say('/help');
    await sees('People who help');
    applicant.say('Abai');
    await sees('In which city');
    await rig.untilIdle();
    expect(inGroup('example.kz')).toEqual([]);
    expect(inGroup('Abai')).toEqual([]);
  });
});

describe('what may not reach the staff', () => {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();

  test('a private key is taken out of a text, and out of the chat', async () => {
    applicant.say('/support');
    const said = applicant.say(`My key\n${key}`);
    await sees('There was a private key');
    await rig.seesInGroup(/^My key\n\[🔑 •••\]$/);
    expect(applicant.messages().find(({ message_id }) => message_id === said.message_id)).toBeUndefined();
  });

  test.each([
    ['a private key', 'notes.txt', key, 'looks like a private key', 'private key'],
    ['an IIN in its name', '900101390002.txt', 'x', 'There is an IIN in this file', 'IIN'],
    ['the IIN printed', 'application-482-093-755-618-809.pdf', '%PDF', 'has your IIN on it', 'printed application'],
  ])('a file with %s is refused; the staff hear that there was one, and why', async (_, name, content, words, why) => {
    applicant.sendFile({ name, bytes: Buffer.from(content) });
    await sees(words);
    await rig.seesInGroup(`sent a file that may not be passed on (${why})`);
    expect(rig.inGroup().filter(({ document }) => document?.file_name === name)).toEqual([]);
  });

  test.each([
    ['an identity card', async () => (await createSpecimen('usual', 4, 'back')).picture, 'identity document'],
    ['an IIN on a screen', () => drawScreen(createRandom(5), createPerson(createRandom(6))), 'IIN'],
  ])(
    'a picture of %s is refused, and nobody sees it',
    async (what, draw, why) => {
      const before = rig.inGroup().filter(({ photo }) => photo).length;
      applicant.sendPhoto(await draw(), `Here is ${what}`);
      await rig.seesInGroup(`sent a file that may not be passed on (${why})`);
      await rig.untilIdle();
      expect(rig.inGroup().filter(({ photo }) => photo)).toHaveLength(before);
      expect(inGroup(`Here is ${what}`)).toEqual([]);
    },
    120_000,
  );

  test('a picture with nothing on it to hide is passed on', async () => {
    const screen = drawScreen(createRandom(7), undefined);
    applicant.sendPhoto(screen, 'What does this mean?');
    expect(helper.download(await rig.seesInGroup('What does this mean?'))).toEqual(Buffer.from(screen));
  }, 120_000);

  test('a recording is refused, since nobody can tell what is said in it', async () => {
    const chat = { id: applicant.user.id, type: 'private', first_name: 'Someone' };
    const voice = { file_id: 'voice', file_unique_id: 'voice', duration: 3 };
    const message = { message_id: 900_001, date: 1_795_000_000, chat, from: applicant.user, voice };
    await rig.inbox.accept([{ update_id: 2_000_000_001, message }]);
    await sees('It cannot be checked whether there is an IIN in this');
    await rig.seesInGroup('sent a file that may not be passed on (cannot be checked)');
  });

  test('a file with nothing in it to hide is passed on, its words without the IIN', async () => {
    applicant.sendFile({ name: 'error.log', bytes: Buffer.from('SSL error'), caption: 'IIN 900101390002, see' });
    const copy = await rig.seesInGroup('IIN ••••••••••••, see');
    expect(copy.document?.file_name).toBe('error.log');
    expect(helper.download(copy).toString()).toBe('SSL error');
  });

  test('a contact is not taken for a question', async () => {
    applicant.sendContact('+70000000000');
    await sees('This cannot be passed on');
  });

  test('nothing of what was said is in the tables', async () => {
    await rig.untilIdle();
    const found = await rig.rows<{ row: string }>(
      'SELECT t::text AS row FROM support_ticket t UNION ALL SELECT m::text FROM support_message m',
    );
    expect(found.length).toBeGreaterThan(5);
    expect(found.filter(({ row }) => /IIN|ID card|error/i.test(row))).toEqual([]);
  });
});

describe('a question', () => {
  test('is taken, tagged, found and closed with buttons; the applicant is told', async () => {
    const header = await headerWith('✋ Take it');
    expect((await rig.owner.press(header, '✋ Take it', { chatId: GROUP }).answered()).text).toBe('It is yours.');
    await rig.seesInGroup('Taken by: Owner');
    rig.owner.press(header, '👥 Hand over', { chatId: GROUP });
    const choice = await headerWith('Aida');
    expect(labels(choice)).toEqual(['Owner', 'Aida', '‹ Back']);
    rig.owner.press(choice, 'Aida', { chatId: GROUP });
    await rig.seesInGroup('Taken by: Aida');
    helper.say('/tag identity', { chatId: GROUP, threadId: header.message_thread_id ?? 0 });
    await rig.seesInGroup('Tags: #identity');
    for (const search of ['#identity', '1', 'thank']) {
      helper.say(`/tickets ${search}`, { chatId: GROUP });
      const found = await rig.seesInGroup(`Questions · ${search}`);
      expect(textOf(found)).toMatch(/№ 1 · open/);
      expect(found.entities?.find(({ type }) => type === 'text_link')?.url).toMatch(
        /^https:\/\/t\.me\/c\/1000000077\/\d+\/\d+$/,
      );
    }
    helper.say('/tickets', { chatId: GROUP });
    expect(textOf(await rig.seesInGroup('Questions · not settled'))).toMatch(/№ 1 · open/);
    helper.say('/tickets nothing', { chatId: GROUP });
    await rig.seesInGroup('Nothing found.');
    const closed = await helper.press(header, '✅ Close', { chatId: GROUP }).answered();
    expect(closed.text).toMatch(/Closed/);
    await rig.seesInGroup(/№ 1 · closed/);
    expect(labels(await sees('Question № 1 is closed.'))).toContain('✍️ Write back');
  });

  test('that is closed is no dialogue any more; written to lately, it is open again', async () => {
    applicant.press(newest('Question № 1 is closed.') ?? fail(), '✍️ Write back');
    applicant.say('It still does not work');
    await rig.seesInGroup('It still does not work');
    await rig.seesInGroup(/№ 1 · open/);
  });

  test('that comes long after the last was closed is another, in the same topic', async () => {
    const header = await headerWith('✅ Close');
    await helper.press(header, '✅ Close', { chatId: GROUP }).answered();
    await rig.seesInGroup(/№ 1 · closed/);
    await rig.untilIdle();
    rig.time.now = new Date(NOON.getTime() + 5 * 24 * 60 * 60 * 1000);
    applicant.say('/support');
    applicant.say('Something else');
    await sees('Passed on as question № 2');
    const question = await rig.seesInGroup('Something else');
    expect(question.message_thread_id).toBe(header.message_thread_id);
    rig.time.now = NOON;
  });

  test('is answered with a ready answer in the applicant’s language', async () => {
    helper.say('/canned hello en Good day! We look into it.', { chatId: GROUP });
    await rig.seesInGroup('Kept: hello, en.');
    helper.say('/canned hello kk Сәлеметсіз бе!', { chatId: GROUP });
    await rig.seesInGroup('Kept: hello, kk.');
    const header = await headerWith('💬 Ready answers');
    helper.press(header, '💬 Ready answers', { chatId: GROUP });
    const list = await headerWith('hello');
    expect((await helper.press(list, 'hello', { chatId: GROUP }).answered()).text).toBe('Sent.');
    await sees('Good day! We look into it.');
    helper.say('/canned hello -', { chatId: GROUP });
    await rig.seesInGroup('Deleted: hello.');
    const recorded = await rig.rows<{ action: string }>(
      "SELECT action FROM staff_audit WHERE action LIKE 'ready-%' ORDER BY id",
    );
    expect(recorded.map(({ action }) => action)).toEqual([
      ...['ready-answer-kept', 'ready-answer-kept', 'ready-answer-removed'],
    ]);
  });

  test('outside working hours is taken, with the hour when somebody will be there', async () => {
    rig.time.now = new Date('2026-11-28T07:00:00Z'); // a Saturday
    const other = rig.person('Other', 'ru');
    other.say('/support');
    const intro = await other.waitFor(({ text = '' }) => text.includes('Вы пишете в поддержку'));
    expect(textOf(intro)).toMatch(/пн–пт, 09:00–18:00/);
    expect(textOf(intro)).toMatch(/после 30 ноября 2026 года в 09:00/);
    rig.time.now = NOON;
  });
});

test('an applicant who has the chat’s data deleted is not found any more', async () => {
  const other = rig.person('Shy');
  other.say('/support');
  other.say('Zanzibar');
  await other.waitFor(({ text = '' }) => text.includes('Passed on'));
  expect(await rig.tickets.search({ by: 'words', text: 'zanzibar' }, 5)).toHaveLength(1);
  other.say('/privacy');
  other.press(
    await other.waitFor(({ text = '' }) => text.includes('If you ask a person')),
    'Delete my draft and chat data',
  );
  await other.waitFor(({ text = '' }) => text.includes('Deleted: the draft'));
  expect(await rig.tickets.search({ by: 'words', text: 'zanzibar' }, 5)).toEqual([]);
});

describe('when something is in the way', () => {
  test('an answer to an applicant who has blocked the bot is reported to who wrote it', async () => {
    const other = rig.person('Gone');
    other.say('/support');
    other.say('Hello?');
    const topic = await topicOf('Hello?');
    await other.waitFor(({ text = '' }) => text.includes('Passed on'));
    await rig.untilIdle();
    other.block();
    helper.say('Good day', topic);
    const note = await rig.seesInGroup('the applicant has blocked the bot');
    expect(note.message_thread_id).toBe(topic.threadId);
    await rig.untilIdle();
    expect(
      await rig.rows(`SELECT 1 FROM conversation WHERE chat_id = ${other.user.id} AND blocked_at IS NOT NULL`),
    ).toHaveLength(1);
  });

  test('a topic that the staff have deleted is made anew', async () => {
    const other = rig.person('Patient');
    other.say('/support');
    other.say('First question');
    const { threadId } = await topicOf('First question');
    await rig.untilIdle();
    const base = `${rig.telegram.url}/bot${rig.telegram.token}/deleteForumTopic`;
    await fetch(`${base}?chat_id=${GROUP}&message_thread_id=${threadId}`);
    other.say('Second question');
    const again = await rig.seesInGroup('Second question');
    expect(again.message_thread_id).not.toBe(threadId);
    helper.say('Here we are', { chatId: GROUP, threadId: again.message_thread_id ?? 0 });
    await other.waitFor(({ text = '' }) => text.includes('Here we are'));
  });

  test('a group that takes no more for now keeps nobody else waiting', async () => {
    const other = rig.person('Quick');
    rig.telegram.fail({ chatId: GROUP, as: '429', retryAfter: 2, times: 1 });
    applicant.say('/support');
    applicant.say('Are you very busy?');
    await sees('Passed on');
    while (rig.inbox.counters.pauses === 0) await rig.inbox.depth();
    other.say('/start');
    await other.waitFor(({ text = '' }) => text.includes('National Certification Authority'));
    expect(inGroup('Are you very busy?')).toEqual([]);
    await rig.seesInGroup('Are you very busy?');
  });

  test('a group that has put the bot out loses nothing: the question comes when the bot is back', async () => {
    const other = rig.person('Waiting');
    const bot = Number.parseInt(rig.telegram.token, 10);
    rig.group.setMember(bot, 'kicked');
    other.say('/support');
    other.say('Is anybody there?');
    await other.waitFor(({ text = '' }) => text.includes('Passed on'));
    rig.group.setMember(bot, 'administrator');
    await rig.seesInGroup('Is anybody there?');
  });
});

test('everything that the bot called is in the official specification', () => {
  expect(rig.telegram.calls.problems()).toEqual([]);
});

function fail(): never {
  throw new Error('there is no such message');
}
