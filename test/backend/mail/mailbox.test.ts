import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { createTransport } from 'nodemailer';
import { openKeptLetters } from '../../../src/backend/mail/mailbox/kept-letters.ts';
import { type Mailbox, startMailbox } from '../../../src/backend/mail/mailbox/mailbox.ts';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mailbox-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const send = (mailbox: Mailbox, letter: object) =>
  createTransport({ url: mailbox.smtpUrl }).sendMail({ from: 'bot@example.kz', to: 'aigerim@example.kz', ...letter });

describe('the embedded mailbox', () => {
  test('keeps letters over a restart, the newest first, for its owner only', async () => {
    const directory = newFolder();
    const first = await startMailbox({ directory });
    await send(first, { subject: 'Бірінші', text: 'a' });
    await send(first, { subject: 'Екінші', text: 'b' });
    await first.close();
    const second = await startMailbox({ directory });
    expect((await second.letters()).map((letter) => letter.subject)).toEqual(['Екінші', 'Бірінші']);
    expect(readdirSync(directory).map((file) => statSync(join(directory, file)).mode & 0o077)).toEqual([0, 0]);
    await second.close();
  });

  test('refuses a letter that is too large, and keeps nothing of it', async () => {
    const directory = newFolder();
    const mailbox = await startMailbox({ directory });
    await expect(send(mailbox, { subject: 'x', text: 'a\n'.repeat(2_000_000) })).rejects.toMatchObject({
      responseCode: 552,
    });
    expect(readdirSync(directory)).toEqual([]);
    await mailbox.close();
  });

  test('throws the oldest away beyond 200', async () => {
    const directory = newFolder();
    const kept = await openKeptLetters(directory);
    for (let count = 0; count < 203; count++) await kept.add(Buffer.from(`Subject: ${count}\r\n\r\nx`));
    const subjects = (await kept.list()).map((letter) => letter.subject);
    expect([subjects.length, subjects[0], subjects.at(-1)]).toEqual([200, '202', '3']);
    expect(readdirSync(directory)).toHaveLength(200);
  });

  test('waits for a letter, and says when none came', async () => {
    const mailbox = await startMailbox({ directory: newFolder() });
    const awaited = mailbox.waitFor((letter) => letter.subject === 'Күткен', 5_000);
    await send(mailbox, { subject: 'Басқа', text: 'a' });
    await send(mailbox, { subject: 'Күткен', text: 'b' });
    expect((await awaited).text.trim()).toBe('b');
    expect((await mailbox.waitFor((letter) => letter.subject === 'Басқа', 5_000)).text.trim()).toBe('a');
    await expect(mailbox.waitFor(() => false, 10)).rejects.toThrow('no such letter within 10 ms');
    await mailbox.close();
  });
});

describe('the page of the mailbox', () => {
  let mailbox: Mailbox;
  let app: FastifyInstance;
  let url: string;
  const get = async (path: string) => {
    const response = await fetch(url + path);
    return { statusCode: response.status, body: await response.text(), headers: Object.fromEntries(response.headers) };
  };
  beforeAll(async () => {
    mailbox = await startMailbox({ directory: newFolder() });
    app = fastify();
    await app.register(mailbox.page, { prefix: '/mail' });
    url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/mail`;
  });
  afterAll(async () => {
    await app.close();
    await mailbox.close();
  });

  test('says that there is no letter yet', async () => {
    const { statusCode, body, headers } = await get('');
    expect(statusCode).toBe(200);
    expect(body).toContain('No letter yet');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'self'/);
    expect((await get('/mailbox.css')).headers['content-type']).toContain('text/css');
  });

  test('shows a letter, with its HTML in a sandbox and its attachment to download', async () => {
    await send(mailbox, {
      subject: '<b>Өтінім</b>',
      text: 'мәтін',
      html: '<p>мәтін</p><script>alert(1)</script>',
      attachments: [{ filename: '../"өтінім".pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.7') }],
    });
    const [letter] = await mailbox.letters();
    expect((await get('/')).body).toContain('&lt;b&gt;Өтінім&lt;/b&gt;');
    const { body } = await get(`/${letter?.id}`);
    expect(body).toContain(`<iframe sandbox src="/mail/${letter?.id}/html"`);
    expect(body).not.toContain('<script');
    const inside = await get(`/${letter?.id}/html`);
    expect(inside.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
    const attachment = await get(`/${letter?.id}/attachments/0`);
    expect(attachment.body).toBe('%PDF-1.7');
    expect(attachment.headers['content-disposition']).toMatch(/^attachment; filename="[\w.-]+\.pdf"$/);
    expect(attachment.headers['x-content-type-options']).toBe('nosniff');
  });

  test.each(['/none', '/none/html', '/..%2f..%2fetc%2fpasswd', '/none/attachments/0'])(
    'has nothing at %s',
    async (path) => {
      expect((await get(path)).statusCode).toBe(404);
    },
  );
});
