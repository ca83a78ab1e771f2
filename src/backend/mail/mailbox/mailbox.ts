// A real SMTP server on loopback that keeps what it is given, and its page: for trying out without a provider of mail.
import type { FastifyPluginAsync } from 'fastify';
import type { SMTPServerDataStream } from 'smtp-server';
import { readLetter, refusal, startReceiving } from '../receiving.ts';
import { type KeptLetter, openKeptLetters } from './kept-letters.ts';
import { mailboxPage } from './mailbox-page.ts';

export interface MailboxOptions {
  /** Made when it is not there; letters in it survive a restart. */
  readonly directory: string;
  /** Any free one when left out. */
  readonly port?: number;
}

export interface Mailbox {
  readonly smtpUrl: string;
  /** To be registered below a prefix of its own, such as /mail. Has no log-in: for a server on loopback only. */
  readonly page: FastifyPluginAsync;
  /** The newest first. */
  letters(): Promise<readonly KeptLetter[]>;
  /** The newest letter that fits, or the first to arrive; rejects after `milliseconds`. */
  waitFor(fits: (letter: KeptLetter) => boolean, milliseconds: number): Promise<KeptLetter>;
  close(): Promise<void>;
}

const MAX_LETTER_BYTES = 2 * 1024 * 1024;
const MAX_CLIENTS = 20;

export async function startMailbox({ directory, port = 0 }: MailboxOptions): Promise<Mailbox> {
  const kept = await openKeptLetters(directory);
  const waiting = new Set<(letter: KeptLetter) => void>();

  const keep = async (stream: SMTPServerDataStream): Promise<void> => {
    const raw = await readLetter(stream);
    if (!raw) throw refusal(552, '5.3.4 too large');
    const letter = await kept.add(raw);
    for (const tell of waiting) tell(letter);
  };
  const receiving = await startReceiving({
    host: '127.0.0.1',
    port,
    size: MAX_LETTER_BYTES,
    maxClients: MAX_CLIENTS,
    onData: (stream, _session, answer) => {
      keep(stream).then(() => answer(), answer);
    },
  });

  return {
    smtpUrl: `smtp://127.0.0.1:${receiving.port}`,
    page: mailboxPage(kept),
    letters: () => kept.list(),
    async waitFor(fits, milliseconds) {
      const arrival = new Promise<KeptLetter>((resolve, reject) => {
        const stop = () => {
          clearTimeout(timer);
          waiting.delete(tell);
        };
        const tell = (letter: KeptLetter) => {
          if (!fits(letter)) return;
          stop();
          resolve(letter);
        };
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`no such letter within ${milliseconds} ms`));
        }, milliseconds);
        waiting.add(tell);
        void kept
          .list()
          .then((letters) => letters.find(fits))
          .then((letter) => letter && tell(letter));
      });
      return arrival;
    },
    close: receiving.close,
  };
}
