// A key made by the bot, from the choice to the file for the server, over the local Bot API.
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Authority, createAuthority, run, runRefused } from '../../certificate-files/authority.ts';
import { startTestTelegram, type TestChat, type TestTelegram } from '../../support/chat.ts';

const password = 'Qarlygash7#';
let local: TestTelegram;
let authority: Authority;
beforeAll(async () => {
  authority = createAuthority();
  local = await startTestTelegram();
});
afterAll(async () => {
  authority.remove();
  await local.close();
});
afterEach(() => {
  local.telegram.clearFaults();
  expect(local.problems()).toEqual([]);
});

const own = (chat: TestChat) =>
  local.telegram
    .person(chat.id)
    .messages()
    .filter(({ from }) => !from.is_bot);
const textsOf = (chat: TestChat) => own(chat).map(({ text }) => text);
const documents = (chat: TestChat) => chat.messages.flatMap(({ document }) => (document ? [document] : []));
const newest = async (chat: TestChat, ending: string) => {
  const document = documents(chat).findLast(({ file_name: name }) => name?.endsWith(ending));
  const response = await fetch(
    `${local.telegram.url}/file/bot${local.telegram.token}/${await pathOf(document?.file_id)}`,
  );
  return Buffer.from(await response.arrayBuffer());
};
const pathOf = async (fileId = '') => {
  const url = `${local.telegram.url}/bot${local.telegram.token}/getFile?file_id=${fileId}`;
  return ((await (await fetch(url)).json()) as { result: { file_path: string } }).result.file_path;
};

async function atPassword() {
  const chat = local.chat({ keysInChat: true });
  await chat.comesTo('key-storage');
  await chat.presses('⚠️ Made by the bot');
  await chat.presses('I understand the risk');
  return chat;
}

/** The application is issued; the backend's certificate is for the key that the bot made. */
async function issued() {
  const chat = await atPassword();
  await chat.says(password);
  await chat.presses('✅ Submit');
  const { number } = chat;
  const csr = [...chat.backend.submitted.values()].at(-1)?.csr ?? '';
  const certificates = authority.issue('alatau.kz', csr);
  chat.backend.services.applications.certificates = async () => ({ value: certificates });
  chat.backend.change(number, 'issued');
  await chat.statusChanges(number, 'issued');
  return chat;
}

describe('a key made by the bot', () => {
  test('comes encrypted, nobody can forward it, and the password’s message is gone', async () => {
    const chat = await atPassword();
    expect(chat.last).toContain('A password for the key of alatau.kz');
    await chat.says(password);
    expect(textsOf(chat)).not.toContain(password);
    expect(chat.last).toContain('Please check everything');
    expect(chat.all).toContain('Your message with the password is deleted');
    const key = authority.write('alatau.key', await newest(chat, '.key'));
    expect(run('openssl', 'pkey', '-in', key, '-passin', `pass:${password}`, '-noout', '-text')).toContain('2048 bit');
    expect(runRefused('openssl', 'pkey', '-in', key, '-passin', 'pass:Qarlygash8#')).toMatch(/bad decrypt|unable/i);
    const parameters = run('openssl', 'asn1parse', '-in', key);
    expect(parameters).toMatch(/PBES2[\s\S]*PBKDF2[\s\S]*INTEGER\s+:0927C0[\s\S]*aes-256-cbc/);
    const [sent] = chat.messages.filter(({ document }) => document?.file_name === 'alatau.kz.key');
    expect(sent?.has_protected_content).toBe(true);
  });

  test('is asked for only after the consent, which stays in the chat', async () => {
    const chat = await atPassword();
    expect(chat.all).toContain('not end-to-end encrypted');
    expect(chat.state.draft['chat-consent']).toBeDefined();
  });

  test('deletes a password that breaks the rule, too, and repeats nothing of it', async () => {
    const chat = await atPassword();
    await chat.says('қарлығаш');
    expect(textsOf(chat)).not.toContain('қарлығаш');
    expect(chat.all).not.toContain('қарлығаш');
    expect(chat.last).toContain('Your message is deleted');
    expect(JSON.stringify(chat.stored)).not.toContain('қарлығаш');
  });

  test('of a changed domain is made anew', async () => {
    const chat = await atPassword();
    await chat.says(password);
    await chat.presses('✏️ Change: domain');
    await chat.says('other.kz');
    expect(chat.last).toContain('A password for the key of other.kz');
  });

  test('is told of under /privacy, and forgotten with the rest', async () => {
    const chat = await atPassword();
    await chat.says('/privacy');
    expect(chat.last).not.toContain('The exception that you chose');
    await chat.says('/apply');
    await chat.says(password);
    await chat.presses('✅ Submit');
    expect(chat.state.keyFiles).toEqual([{ number: chat.number, fileId: expect.any(String) }]);
    await chat.says('/privacy');
    expect(chat.last).toContain('The exception that you chose');
    await chat.presses('Delete my draft');
    expect(chat.state.keyFiles).toEqual([]);
  });

  test('is not offered where the operator does not want it', async () => {
    const chat = local.chat();
    await chat.comesTo('key-storage');
    expect(chat.buttons.join()).not.toContain('Made by the bot');
  });

  test('asks for the password again when Telegram does not take the file', async () => {
    const chat = await atPassword();
    local.telegram.fail({ method: 'sendDocument', as: '400', times: 1 });
    await chat.says(password);
    expect(chat.last).toContain('Telegram did not take the file');
    await chat.says(password);
    expect(chat.last).toContain('Please check everything');
    expect(textsOf(chat)).not.toContain(password);
  });
});

describe('when the certificate is there', () => {
  test('the bot makes a .p12 that openssl and keytool open, and forgets', async () => {
    const chat = await issued();
    expect(chat.buttons).toEqual(expect.arrayContaining(['📦 Key store .p12', '☕ Key store .jks']));
    await chat.presses('📦 Key store .p12');
    expect(chat.last).toContain('Type the password that you gave when the key was made');
    await chat.says(password);
    expect(chat.last).toContain('The bot has forgotten key and password');
    expect(textsOf(chat)).not.toContain(password);
    const store = authority.write('alatau.p12', await newest(chat, '.p12'));
    const opened = run('openssl', 'pkcs12', '-in', store, '-passin', `pass:${password}`, '-nodes');
    expect(opened).toMatch(/BEGIN PRIVATE KEY/);
    const words = ['-list', '-keystore', store, '-storetype', 'PKCS12', '-storepass', password];
    expect(run('keytool', ...words)).toMatch(/alatau\.kz[\s\S]*PrivateKeyEntry/);
    expect(chat.state).toMatchObject({ place: 'home', keyStore: null });
    expect(JSON.stringify(chat.stored)).not.toContain(password);
  });

  test('or a .jks', async () => {
    const chat = await issued();
    await chat.presses('☕ Key store .jks');
    await chat.says(password);
    const store = authority.write('alatau.jks', await newest(chat, '.jks'));
    const words = ['-list', '-keystore', store, '-storetype', 'JKS', '-storepass', password];
    expect(run('keytool', ...words)).toMatch(/alatau\.kz[\s\S]*PrivateKeyEntry/);
  });

  test('a wrong password is said, and another one taken', async () => {
    const chat = await issued();
    await chat.presses('📦 Key store .p12');
    await chat.says('Qarlygash8#');
    expect(chat.last).toContain('This password does not open the key file');
    expect(textsOf(chat)).not.toContain('Qarlygash8#');
    await chat.says(password);
    expect(chat.last).toContain('The file is above');
  });

  test('a key file that Telegram no longer has is asked for, and the applicant’s own copy taken', async () => {
    const chat = await issued();
    const copy = await newest(chat, '.key');
    await chat.presses('📦 Key store .p12');
    local.telegram.fail({ method: 'getFile', as: '400', times: 1 });
    await chat.says(password);
    expect(chat.last).toMatch(/Telegram has the key file no more[\s\S]*The key file is needed/);
    expect(chat.state.keyFiles).toEqual([]);
    await chat.says(password);
    expect(chat.last).toContain('Please send the .key file first');
    expect(textsOf(chat)).not.toContain(password);
    await chat.sends('alatau.kz.key', copy);
    await chat.says(password);
    expect(chat.last).toContain('The file is above');
  });

  test('another key file is refused', async () => {
    const chat = await issued();
    const other = await atPassword();
    await other.says(password);
    await chat.presses('📦 Key store .p12');
    await chat.sends('other.key', await newest(other, '.key'));
    await chat.says(password);
    expect(chat.last).toContain('belongs to another certificate');
    await chat.sends('a.txt', Buffer.from('no key'));
    await chat.says(password);
    expect(chat.last).toContain('not a key file that was made here');
  });

  test('a backend without an answer loses nothing and remembers no password', async () => {
    const chat = await issued();
    await chat.presses('📦 Key store .p12');
    chat.backend.down.add('applications');
    await chat.says(password);
    expect(textsOf(chat)).not.toContain(password);
    expect(chat.state.unanswered).toBeNull();
    expect(JSON.stringify(chat.stored)).not.toContain(password);
    chat.backend.down.clear();
    await chat.presses('Try again');
    await chat.says(password);
    expect(chat.last).toContain('The file is above');
  });

  test('a stranger gets neither button nor file', async () => {
    const { backend, number } = await issued();
    const stranger = local.chat({ backend, keysInChat: true });
    await stranger.says(`/status ${number}`);
    expect(stranger.buttons).toEqual(['Start page']);
  });

  test('a new draft goes on afterwards', async () => {
    const chat = await issued();
    await chat.comesTo('region');
    await chat.presses('📦 Key store .p12');
    await chat.says(password);
    await chat.presses('Continue the application');
    expect(chat.last).toContain('Where will you confirm');
  });
});
