// An authority, an SMTP server and an "Individuals" database that take connections and never answer: what still works meanwhile.
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { folder, removeFolder } from '../csr/requests.ts';
import { makeAuthorityFiles, p256 } from '../support/authority-files.ts';
import { confirm, type RunningBackend, runBackend, submission, submit, unlimited } from './running-backend.ts';

const owner = 'telegram:1000';
afterAll(removeFolder);

interface Hanging {
  readonly port: number;
  /** How many have asked something over HTTP. */
  asked(): number;
  /** The next one, unless so many were there already. */
  reached(count: number): Promise<void>;
  close(): void;
}

async function hang(): Promise<Hanging> {
  const sockets: Socket[] = [];
  let asked = 0;
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (octets: Buffer) => {
      if (octets.includes('POST ')) asked += 1;
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked: () => asked,
    async reached(count) {
      while (sockets.length < count) await once(server, 'connection');
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** What was answered, in the order of the answers. */
async function inOrder(calls: Readonly<Record<string, Promise<unknown>>>): Promise<string[]> {
  const order: string[] = [];
  const all = Object.entries(calls).map(([name, call]) => call.then(() => void order.push(name)));
  await Promise.all(all);
  return order;
}

describe('an "Individuals" database that hangs', () => {
  let hanging: Hanging;
  let running: RunningBackend;
  beforeAll(async () => {
    hanging = await hang();
    const address = { PEOPLE_URL: `http://127.0.0.1:${hanging.port}/`, PEOPLE_TOKEN: 'a-token-for-people' };
    running = await runBackend(address, unlimited);
  });
  afterAll(async () => {
    await running.stop();
    hanging.close();
  });

  const send = (key: string) => running.client('submit', { owner, idempotencyKey: key, body: submission() });

  test('holds up nobody else, and says when to come again', async () => {
    const submitting = send('first');
    await hanging.reached(1);
    const path = { number: '482-093-755-618-809' };
    const order = await inOrder({
      submit: submitting,
      regions: running.client('listRegions'),
      status: running.client('readApplication', { path }),
      changes: running.client('statusChanges', { query: { after: 0 } }),
    });
    expect(order.at(-1)).toBe('submit');
    expect(await submitting).toMatchObject({ problem: { code: 'people-unavailable', status: 503, retryAfter: 30 } });
  });

  test('is left alone after three failures: the next one is refused without being asked', async () => {
    await Promise.all([send('second'), send('third')]);
    expect(hanging.asked()).toBe(3);
    expect(await send('fourth')).toMatchObject({ problem: { code: 'people-unavailable' } });
    expect(hanging.asked()).toBe(3);
  });
});

describe('an authority and an SMTP server that hang', () => {
  let authority: Hanging;
  let smtp: Hanging;
  let running: RunningBackend;
  beforeAll(async () => {
    [authority, smtp] = [await hang(), await hang()];
    const files = makeAuthorityFiles(mkdtempSync(join(folder, 'hanging-')), p256);
    running = await runBackend(
      {
        CERTIFICATE_AUTHORITY: 'cfssl',
        CFSSL_URL: `http://127.0.0.1:${authority.port}`,
        CFSSL_AUTH_KEY: '00112233445566778899aabbccddeeff',
        CFSSL_PROFILE: 'registration-authority',
        CA_ROOT_FILE: files.root,
        CA_ISSUING_FILE: files.issuing,
        SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
        MAIL_FROM: 'ra@example.kz',
      },
      unlimited,
    );
  });
  afterAll(async () => {
    await running.stop();
    authority.close();
    smtp.close();
  });

  test('the application is taken, its form is printed, its status is told while the letter hangs', async () => {
    const { number } = await submit(running);
    await smtp.reached(1);
    expect(await running.client('readFormPdf', { path: { number }, owner })).toHaveProperty('value');
    expect(await running.client('readApplication', { path: { number } })).toMatchObject({
      value: { status: 'submitted' },
    });
  });

  test('the approval stands, others go on, and the outcome is unknown rather than lost', async () => {
    const view = await submit(running);
    const confirming = confirm(running, view);
    await authority.reached(1);
    const path = { number: view.number };
    const order = await inOrder({
      confirm: confirming,
      another: submit(running),
      status: running.client('readApplication', { path }),
      form: running.client('readFormPicture', { path, owner }),
      upkeep: running.client('statusChanges', { query: { after: 0 } }),
    });
    expect(order.at(-1)).toBe('confirm');
    expect(await confirming).toEqual({ because: 'ca-unavailable' });
    expect(await running.client('readApplication', { path })).toMatchObject({ value: { status: 'signing-unknown' } });
  });
});
