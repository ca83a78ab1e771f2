import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Mailer } from '../../../src/backend/applications/mailer.ts';
import { createSendLetter } from '../../../src/backend/applications/send-letter.ts';
import { type Mailbox, startMailbox } from '../../../src/backend/mail/mailbox/mailbox.ts';
import { readRegions } from '../../../src/backend/regions/regions.ts';
import { removeFolder } from '../../csr/requests.ts';
import { openPostOffice } from '../../support/post-office.ts';
import {
  confirm,
  numberOf,
  operator,
  type RunningBackend,
  runBackend,
  submission,
  submit,
} from '../running-backend.ts';
import { openRig, type Rig, submitted } from '../storage/rig.ts';

afterAll(removeFolder);

describe('a letter really arrives', () => {
  let folder: string;
  let mailbox: Mailbox;
  let running: RunningBackend;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mailbox-'));
    mailbox = await startMailbox({ directory: folder });
    running = await runBackend({ SMTP_URL: mailbox.smtpUrl, MAIL_FROM: 'NCA <ca@example.kz>' });
  });
  afterAll(async () => {
    await running.stop();
    await mailbox.close();
    await rm(folder, { recursive: true });
  });

  test('with the form when submitted, then of the approval and of the certificate', async () => {
    const view = await submit(running, { email: 'one@example.kz' });
    const seen = new Set<string>();
    const next = async () => {
      const letter = await mailbox.waitFor(({ id, to }) => to.includes('one@example.kz') && !seen.has(id), 20_000);
      seen.add(letter.id);
      return letter;
    };
    const first = await next();
    expect(JSON.stringify([first.subject, first.text])).toContain(view.number);
    expect(first.attachments.map(({ type }) => type)).toEqual(['application/pdf']);
    await confirm(running, view);
    const subjects = [first.subject, (await next()).subject, (await next()).subject];
    expect(new Set(subjects).size).toBe(3);
  });
});

test('a letter to which a mail server says nothing holds up no other', async () => {
  const post = await openPostOffice();
  post.silent.add('slow@example.kz');
  const running = await runBackend({ SMTP_URL: post.url, MAIL_FROM: 'NCA <ca@example.kz>' });
  try {
    const [toSlow, toQuick] = [submission({ email: 'slow@example.kz' }), submission({ email: 'quick@example.kz' })];
    const slow = await submit(running, toSlow);
    await submit(running, toQuick);
    await post.arrives(({ to }) => to === 'quick@example.kz');
    const shown = await running.backend.desk.find(numberOf(slow), operator());
    expect(shown?.letters).toMatchObject([{ state: 'waiting', problem: null }]); // its first try has not come to an end
  } finally {
    await running.stop();
    await post.close();
  }
});

describe('sending', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await openRig('embedded', () => new Date());
  });
  afterAll(() => rig.close());

  const letter = async () => {
    const outcome = await rig.storage.applications.submit(submitted(), {
      key: String(rig.enqueued.length),
      bodyHash: 'a'.repeat(32),
    });
    expect(outcome).toHaveProperty('value');
    return rig.enqueued.at(-1) ?? '';
  };
  const sender = async (answer: Awaited<ReturnType<Mailer['send']>>) => {
    const sent: [string, boolean][] = [];
    const mailer: Mailer = {
      async send({ kind }, { form }) {
        sent.push([kind, form !== undefined]);
        return answer;
      },
      close: async () => undefined,
    };
    const forms = { pdf: async () => new Uint8Array(5), png: async () => new Uint8Array(5) };
    const send = createSendLetter({
      ...rig.storage,
      forms,
      regions: await readRegions(),
      mailer,
      clock: () => new Date(),
    });
    return { sent, send };
  };

  test('a letter leaves once, with its form, and its content is destroyed', async () => {
    const id = await letter();
    const { sent, send } = await sender({ sent: true });
    await send(id, false);
    await send(id, false);
    expect(sent).toEqual([['submitted', true]]);
    expect(await rig.storage.outbox.open(id)).toBeUndefined();
  });

  test('a failure that may pass is tried again, and the last one is noted', async () => {
    const id = await letter();
    const { sent, send } = await sender({ because: 'ECONNREFUSED', permanent: false, ofAddress: false });
    await expect(send(id, false)).rejects.toThrow('ECONNREFUSED');
    expect(await rig.storage.outbox.open(id)).toBeDefined();
    await send(id, true);
    expect(sent).toHaveLength(2);
    expect(await rig.storage.outbox.open(id)).toBeUndefined();
  });

  test.each([
    [
      'put off until the last try',
      { because: 'EENVELOPE 450', permanent: false, ofAddress: true },
      'letter-undelivered',
    ],
    ['refused by its address', { because: 'EENVELOPE 550', permanent: true, ofAddress: true }, 'letter-refused'],
  ])('a letter that was %s is told of, once', async (_, outcome, notice) => {
    const id = await letter();
    const { send } = await sender(outcome);
    const told = async () =>
      (await rig.storage.applications.timeline(rig.enqueued.length)).flatMap((each) => each.notice ?? []);
    if (!outcome.permanent) await expect(send(id, false)).rejects.toThrow(outcome.because);
    expect(await told()).toEqual([]);
    await send(id, true);
    await send(id, true);
    expect(await told()).toEqual([notice]);
  });

  test('a letter that is refused for good is not tried again', async () => {
    const id = await letter();
    const { send } = await sender({ because: '554', permanent: true, ofAddress: false });
    await send(id, false);
    expect(await rig.storage.outbox.open(id)).toBeUndefined();
    const letters = await rig.storage.queue.letters(rig.enqueued.length);
    expect(letters.at(-1)).toMatchObject({ state: 'failed', problem: '554' });
  });
});
