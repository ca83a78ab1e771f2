import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LocalTelegram } from '../../src/local-telegram/local-telegram.ts';

export const run = promisify(execFile);
/** A net under what hangs: two programs may have to start first, on a busy machine. */
const PATIENCE_MS = 120_000;
type Message = Awaited<ReturnType<ReturnType<LocalTelegram['person']>['waitFor']>>;

/** A person at the phone: presses what is to be seen, writes, and waits for what comes. */
export function createApplicant(telegram: LocalTelegram, userId: number) {
  const person = telegram.person(userId);
  const textOf = (message: Message) => message.text ?? message.caption ?? '';

  return {
    person,
    textOf,
    /** The newest of the bot's messages with this text in it. */
    sees: (text: string | RegExp, timeoutMs = PATIENCE_MS): Promise<Message> =>
      person.waitFor((message) => message.from.is_bot && matches(textOf(message), text), timeoutMs),
    seesFile: (name: string | RegExp, timeoutMs = PATIENCE_MS): Promise<Message> =>
      person.waitFor((message) => matches(message.document?.file_name ?? '', name), timeoutMs),
    says: (text: string) => person.say(text),
    sends: (name: string, bytes: Uint8Array) => person.sendFile({ name, bytes }),
    async presses(button: string, below: string | RegExp): Promise<void> {
      const message = await person.waitFor(
        (each) =>
          matches(textOf(each), below) &&
          (each.reply_markup?.inline_keyboard ?? []).flat().some(({ text }) => text === button),
        PATIENCE_MS,
      );
      person.press(message, button);
    },
  };
}
export type Applicant = ReturnType<typeof createApplicant>;

const matches = (text: string, wanted: string | RegExp) =>
  typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);

/** A key and a request by the openssl command line, as an applicant makes them. */
export async function makeRequest(folder: string, domain: string): Promise<{ csr: Buffer; keyPath: string }> {
  const keyPath = join(folder, `${domain}.key`);
  const csrPath = join(folder, `${domain}.csr`);
  await run('openssl', [
    'req',
    '-new',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-sha256',
    '-keyout',
    keyPath,
    '-out',
    csrPath,
    '-subj',
    `/CN=${domain}`,
    '-addext',
    `subjectAltName=DNS:${domain}`,
  ]);
  return { csr: await readFile(csrPath), keyPath };
}

/** From /start to the review, with the answers of a synthetic person. */
export async function fillIn(applicant: Applicant, { iin, domain, csr }: { iin: string; domain: string; csr: Buffer }) {
  applicant.says('/start');
  await applicant.presses('SSL certificate for individuals', 'National Certification Authority');
  await applicant.presses('Submit an application', 'What you need');
  await applicant.presses('I have read it and agree', 'Agreement');
  await applicant.sees('type the 12 digits');
  applicant.says(iin);
  await applicant.presses('Yes, it is me', 'Is this you?');
  await applicant.sees('you can skip it');
  applicant.says('applicant@example.kz');
  await applicant.sees('Where will you confirm');
  applicant.says('Almaty');
  await applicant.presses('Almaty', 'In which city');
  await applicant.sees('the name the certificate is for');
  applicant.says(domain);
  await applicant.presses('My own key and request (CSR)', 'Key storage');
  await applicant.sees('Certificate signing request for');
  applicant.sends(`${domain}.csr`, csr);
  return applicant.sees('Please check everything');
}

/** Presses "submit" and gives the number and the form. */
export async function submit(applicant: Applicant): Promise<{ number: string; form: Buffer }> {
  await applicant.presses('✅ Submit the application', 'Please check everything');
  const done = await applicant.sees('The application is submitted');
  const number = /\d{3}(-\d{3}){4}/.exec(applicant.textOf(done))?.[0] ?? '';
  const file = await applicant.seesFile(`application-${number}.pdf`);
  return { number, form: applicant.person.download(file) };
}
