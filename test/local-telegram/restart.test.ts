import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { closeAll, startForTest } from './bot-api-client.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'local-telegram-'));
});
afterEach(async () => {
  await closeAll();
  rmSync(directory, { recursive: true });
});

async function firstLife() {
  const { telegram, call, person, chat } = await startForTest({ directory });
  person.say('/start');
  const sent = (await call('sendMessage', { chat_id: chat, text: 'Hello' })).result;
  const file = person.sendFile({ name: 'a.csr', bytes: Buffer.from('csr') });
  await call('deleteMessage', {
    chat_id: chat,
    message_id: (await call('sendMessage', { chat_id: chat, text: 'x' })).result.message_id,
  });
  await call('setMyCommands', { commands: [{ command: 'help', description: 'Help' }] });
  const updates = (await call('getUpdates')).result;
  await call('getUpdates', { offset: updates[0].update_id + 1 });
  telegram.person(telegram.users[1]?.id ?? 0).block();
  await telegram.close();
  return { sent, file, updates };
}

test('chats, files, commands and unconfirmed updates are there after a restart', async () => {
  const before = await firstLife();
  const { call, person, telegram } = await startForTest({ directory });
  expect(person.messages().map(({ text, document }) => text ?? document?.file_name)).toEqual([
    '/start',
    'Hello',
    'a.csr',
  ]);
  expect(person.download(before.file).toString()).toBe('csr');
  expect((await call('getMyCommands')).result).toEqual([{ command: 'help', description: 'Help' }]);
  const [pending, blocked] = (await call('getUpdates')).result;
  expect(pending).toEqual(before.updates[1]);
  expect(blocked.my_chat_member.from.id).toBe(telegram.users[1]?.id);
});

test('no id repeats, not even of what was deleted or confirmed', async () => {
  const before = await firstLife();
  const { call, person } = await startForTest({ directory });
  const { message_id } = person.say('again');
  expect(message_id).toBeGreaterThan(before.file.message_id + 1);
  const updates = (await call('getUpdates')).result;
  expect(updates.at(-1).update_id).toBeGreaterThan(updates[0].update_id + 1);
});

test('a line cut short by a crash is passed over', async () => {
  await firstLife();
  appendFileSync(join(directory, 'journal.jsonl'), '["message/1/2",{"mess');
  const { person } = await startForTest({ directory });
  expect(person.messages()).toHaveLength(3);
});
