import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { letterKinds } from '../../../src/backend/applications/letter.ts';
import type { Mailer } from '../../../src/backend/applications/mailer.ts';
import { type Mailbox, startMailbox } from '../../../src/backend/mail/mailbox/mailbox.ts';
import { createMailer } from '../../../src/backend/mail/smtp-mailer.ts';
import { readRegions } from '../../../src/backend/regions/regions.ts';
import type { EmailAddress } from '../../../src/domain/email-address.ts';
import { languages } from '../../../src/domain/language.ts';
import { createTranslate } from '../../../src/messages/messages.ts';
import { letterOfKind } from './letters.ts';

const translate = createTranslate();
const regions = await readRegions();
const mailerFor = (url: string, timeLimit?: number): Mailer =>
  createMailer({ url, from: 'NCA SSL bot <bot@example.kz>', translate, regions, ...(timeLimit && { timeLimit }) });

const id = '0f1e2d3c-0000-4000-8000-000000000001';

describe('letters to a real SMTP server', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mailbox-'));
  let mailbox: Mailbox;
  let mailer: Mailer;
  beforeAll(async () => {
    mailbox = await startMailbox({ directory });
    mailer = mailerFor(mailbox.smtpUrl);
  });
  afterAll(async () => {
    await mailer.close();
    await mailbox.close();
    rmSync(directory, { recursive: true });
  });

  test.each(letterKinds.flatMap((kind) => languages.map((language) => [kind, language] as const)))(
    '"%s" in %s arrives',
    async (kind, language) => {
      const to = `${kind}-${language}@example.kz` as EmailAddress;
      expect(await mailer.send(letterOfKind(kind, language, { to }), { id })).toEqual({ sent: true });
      const letter = await mailbox.waitFor((each) => each.to === to, 5_000);
      expect(letter.subject).toContain('482-093-755-618-804');
      expect(letter.from).toBe('"NCA SSL bot" <bot@example.kz>');
      expect(letter.text).toContain('апи.қаз');
      expect(letter.html).toContain('апи.қаз');
      expect(letter.attachments).toEqual([]);
    },
  );

  test('the form arrives as it was sent', async () => {
    const form = Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 7) % 256));
    const to = 'with-form@example.kz' as EmailAddress;
    await mailer.send(letterOfKind('submitted', 'kk', { to }), { id, form });
    const [attachment] = (await mailbox.waitFor((each) => each.to === to, 5_000)).attachments;
    expect(attachment).toMatchObject({ name: 'application-482-093-755-618-804.pdf', type: 'application/pdf' });
    expect(Buffer.compare(attachment?.content ?? form.subarray(1), form)).toBe(0);
  });

  test('sent twice after a crash it is recognised as one', async () => {
    const to = 'twice@example.kz' as EmailAddress;
    const letter = letterOfKind('issued', 'kk', { to });
    await mailer.send(letter, { id });
    const first = await mailbox.waitFor((each) => each.to === to, 5_000);
    await mailer.send(letter, { id });
    const second = await mailbox.waitFor((each) => each.to === to && each.id !== first.id, 5_000);
    expect([first.messageId, second.messageId]).toEqual([`<${id}@example.kz>`, `<${id}@example.kz>`]);
  });

  test('an address or a reason with line breaks adds no header, no recipient and no letter', async () => {
    const seen: string[] = [];
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: (address, _session, answer) => {
        seen.push(address.address);
        answer();
      },
      onData: (stream, _session, answer) => {
        void text(stream).then((raw) => {
          seen.push(...(raw.split('\r\n\r\n')[0]?.match(/^(to|cc|bcc):.*/gim) ?? []));
          answer();
        });
      },
    });
    const listening = server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const hostile = mailerFor(`smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`);
    const reason = 'x\r\nBcc: c@example.kz\r\n\r\n.\r\nMAIL FROM:<d@example.kz>';
    const person = { surname: 'x\r\nCc: e@example.kz', givenName: null, patronymic: null };
    await hostile.send(letterOfKind('refused', 'en', { reason, person }), { id });
    expect(seen).toEqual(['aigerim@example.kz', 'To: aigerim@example.kz']);
    const to = 'a@example.kz>\r\nRCPT TO:<b@example.kz' as EmailAddress;
    await hostile.send(letterOfKind('refused', 'en', { to }), { id });
    expect(seen.slice(2).filter((each) => /^b@|^(cc|bcc)/i.test(each))).toEqual([]);
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
});

describe('a server that does not take the letter', () => {
  const reply = (responseCode: number) => Object.assign(new Error('no'), { responseCode });
  const refusing = (code: number, command: 'onRcptTo' | 'onMailFrom' | 'onData' | 'onConnect'): SMTPServerOptions => {
    if (command === 'onConnect') return { onConnect: (_session, answer) => answer(reply(code)) };
    if (command === 'onData')
      return { onData: (stream, _session, answer) => void stream.resume().on('end', () => answer(reply(code))) };
    return { [command]: (_address: unknown, _session: unknown, answer: (error: Error) => void) => answer(reply(code)) };
  };

  test.each([
    ['no such mailbox', 550, 'onRcptTo', { because: 'EENVELOPE 550', permanent: true, ofAddress: true }],
    ['mailbox busy', 450, 'onRcptTo', { because: 'EENVELOPE 450', permanent: false, ofAddress: true }],
    ['we may not send', 550, 'onMailFrom', { because: 'EENVELOPE 550', permanent: true, ofAddress: false }],
    ['greylisted', 451, 'onMailFrom', { because: 'EENVELOPE 451', permanent: false }],
    ['taken for spam', 554, 'onData', { because: 'EMESSAGE 554', permanent: true, ofAddress: false }],
    ['disk full', 452, 'onData', { because: 'EMESSAGE 452', permanent: false, ofAddress: false }],
    ['closed to us', 554, 'onConnect', { permanent: false }],
  ] as const)('%s (%i)', async (_, code, command, outcome) => {
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      ...refusing(code, command),
    });
    server.on('error', () => undefined);
    const listening = server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const mailer = mailerFor(`smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`);
    expect(await mailer.send(letterOfKind('approved', 'ru'), { id })).toMatchObject(outcome);
    await mailer.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  test.each([
    ['refused', '5.1.1 no such user here', 550, { because: 'EMESSAGE 550', permanent: true, ofAddress: true }],
    ['put off', '4.2.2 mailbox full', 452, { because: 'EMESSAGE 452', permanent: false, ofAddress: true }],
  ])('an address that is %s only after the letter', async (_, words, responseCode, expected) => {
    const answer = Object.assign(new Error(words), { responseCode });
    const server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream, _session, done) => void stream.resume().on('end', () => done(answer)),
    });
    const listening = server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const mailer = mailerFor(`smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`);
    const outcome = await mailer.send(letterOfKind('approved', 'ru'), { id });
    expect(outcome).toEqual(expected);
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  test("a wrong password is not the letter's fault", async () => {
    const server = new SMTPServer({
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: (_auth, _session, answer) => answer(reply(535)),
    });
    const listening = server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const mailer = mailerFor(`smtp://user:wrong@127.0.0.1:${(listening.address() as AddressInfo).port}`);
    const outcome = await mailer.send(letterOfKind('approved', 'ru'), { id });
    expect(outcome).toEqual({ because: 'EAUTH 535', permanent: false, ofAddress: false });
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });

  test('nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const outcome = await mailerFor(`smtp://127.0.0.1:${port}`).send(letterOfKind('approved', 'ru'), { id });
    expect(outcome).toMatchObject({ permanent: false });
  });

  test('a server that never greets does not hold up the end', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const mailer = mailerFor(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, 600_000);
    const outcome = mailer.send(letterOfKind('approved', 'ru'), { id }).then(
      () => 'ended',
      (error: Error) => error.message,
    );
    const [socket] = await once(server, 'connection');
    await mailer.close();
    expect(await outcome).toBe('the mailer is closed');
    socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  test('a server that never greets is given up', async () => {
    const sockets = new Set<{ destroy(): void }>();
    const server = createServer((socket) => void sockets.add(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const outcome = await mailerFor(`smtp://127.0.0.1:${port}`, 200).send(letterOfKind('approved', 'ru'), { id });
    expect(outcome).toEqual({ because: 'ETIMEDOUT', permanent: false, ofAddress: false });
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});
