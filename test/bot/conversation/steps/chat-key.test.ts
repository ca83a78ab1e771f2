import { createPrivateKey } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { chatKey } from '../../../../src/bot/conversation/steps/chat-key.ts';
import { checkCsr } from '../../../../src/csr/check-csr.ts';
import { choice, domainOf, file, read, sticker, text, tryStep } from '../../../support/step.ts';

const password = 'Qarlygash7#';
const step = () => tryStep(({ services }) => chatKey(services));
const draft = { domain: domainOf('example.kz'), 'key-storage': 'chat' } as const;

describe('chat-key asks', () => {
  test('for a password, with the rule, and says that the message is deleted', async () => {
    const { words } = await step().asks(draft);
    expect(words).toContain('A password for the key of example.kz');
    expect(words).toContain('6 to 32 characters');
    expect(words).toContain('deleted from this chat at once');
  });

  test('as a secret', () => {
    expect(chatKey(step().backend.services).secret).toBe(true);
  });
});

describe('chat-key accepts', () => {
  test('a password: the key is made and sent encrypted, and only the request and the file’s id are kept', async () => {
    const { takes, backend, progress } = step();
    const answer = (await takes(text(password), draft)) as { pem: string };
    expect(answer).toEqual({
      pem: expect.stringContaining('BEGIN CERTIFICATE REQUEST'),
      key: 'RSA 2048',
      fileId: 'file-0',
    });
    expect(checkCsr(answer.pem, { domain: 'example.kz' })).toHaveProperty('value');
    const [sent] = backend.sentFiles;
    expect(sent).toMatchObject({ name: 'example.kz.key', isForUs: true });
    const key = createPrivateKey({ key: Buffer.from(sent?.bytes ?? []), passphrase: password });
    expect(key.asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(sent && read(sent.caption)).toContain('encrypted under your password');
    expect(progress).toEqual([expect.stringContaining('Your message with the password is deleted')]);
  });

  test('a domain that is too long for a common name', async () => {
    const long = domainOf(`${'a'.repeat(60)}.example.kz`);
    const answer = (await step().takes(text(password), { ...draft, domain: long })) as { pem: string };
    expect(checkCsr(answer.pem, { domain: long.ascii })).toHaveProperty('value');
  });
});

describe('chat-key refuses', () => {
  test.each([
    ['five characters', text('Ab3#x'), 'too short'],
    ['33 characters', text(`${'a'.repeat(32)}1`), 'too long'],
    ['no digit', text('Qarlygash'), 'at least one digit'],
    ['no letter', text('1234567'), 'at least one Latin letter'],
    ['a Cyrillic letter, without repeating it', text('қарлығаш7'), 'a character that cannot be used. Only'],
    ['a space', text(' Qarlygash7'), 'a character that cannot be used. Only'],
    ['a file', file('password.txt', Buffer.from(password)), 'type the password as a message'],
    ['a button of elsewhere', choice('agree'), 'type the password as a message'],
    ['a sticker', sticker, 'type the password as a message'],
  ])('%s', async (_, reply, because) => {
    const { takes, backend } = step();
    expect(await takes(reply, draft)).toContain(because);
    expect(backend.sentFiles).toEqual([]);
  });

  test('to go on when Telegram does not take the file', async () => {
    const { takes, backend } = step();
    backend.services.secretFiles.send = async () => undefined;
    expect(await takes(text(password), draft)).toContain('Telegram did not take the file');
  });
});

test('chat-key shows what kind of key was made, and by whom', async () => {
  const made = { pem: 'a request', key: 'RSA 2048', fileId: 'file-0' };
  expect(await step().summary({ ...draft, 'chat-key': made })).toBe('Request: key RSA 2048, made by the bot');
});
