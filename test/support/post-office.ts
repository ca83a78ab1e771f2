// A real SMTP server at which some addresses do not exist, and whoever waits for a letter gets it.
import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ReceivedLetter {
  /** The envelope's sender, to which it would come back. */
  readonly returnPath: string;
  /** The header's sender. */
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
}

export interface PostOffice {
  readonly url: string;
  /** Addresses that are refused with 550. */
  readonly unknown: Set<string>;
  /** Addresses to which nothing is answered. */
  readonly silent: Set<string>;
  readonly letters: readonly ReceivedLetter[];
  /** The first that fits, whether it is there already or comes; rejects after `milliseconds`. */
  arrives(fits: (letter: ReceivedLetter) => boolean, milliseconds?: number): Promise<ReceivedLetter>;
  close(): Promise<void>;
}

export async function openPostOffice(): Promise<PostOffice> {
  const letters: ReceivedLetter[] = [];
  const unknown = new Set<string>();
  const silent = new Set<string>();
  const bell = new EventEmitter().setMaxListeners(0);
  const refusal = () => Object.assign(new Error('5.1.1 no such user here'), { responseCode: 550 });
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo: ({ address }, _session, answer) => {
      if (!silent.has(address)) answer(unknown.has(address) ? refusal() : undefined);
    },
    onData: (stream, session, answer) => {
      simpleParser(stream).then(({ from, subject = '', text = '', messageId = '' }) => {
        const { mailFrom, rcptTo } = session.envelope;
        const returnPath = mailFrom ? mailFrom.address : '';
        letters.push({ returnPath, from: from?.text ?? '', to: rcptTo[0]?.address ?? '', subject, text, messageId });
        answer();
        bell.emit('letter');
      }, answer);
    },
  });
  server.on('error', () => undefined);
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  return {
    url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    unknown,
    silent,
    letters,
    async arrives(fits, milliseconds = 60_000) {
      const limit = AbortSignal.timeout(milliseconds);
      for (;;) {
        const found = letters.find(fits);
        if (found) return found;
        await once(bell, 'letter', { signal: limit }).catch(() => {
          const subjects = letters.map(({ to, subject }) => `${to}: ${subject}`).join('\n');
          throw new Error(`no such letter, but:\n${subjects}`);
        });
      }
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
