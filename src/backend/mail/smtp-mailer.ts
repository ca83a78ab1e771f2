// Hands letters to an SMTP server. Must not know which letters there are, nor try again by itself: that is the job's.
import { createTransport } from 'nodemailer';
import type { Translate } from '../../messages/messages.ts';
import type { Mailer, Sending } from '../applications/mailer.ts';
import type { Regions } from '../regions/regions.ts';
import { composeLetter } from './compose.ts';

export interface MailerOptions {
  /** smtp://user:password@host:port, or smtps://. `?requireTLS=true` refuses a server without STARTTLS. */
  readonly url: string;
  /** `Name <address>`, or an address alone. */
  readonly from: string;
  readonly translate: Translate;
  readonly regions: Regions;
  /** The envelope's sender of a letter, to which it comes back; `from` when left out. */
  readonly returnPath?: ((id: string) => string) | undefined;
  /** Milliseconds for the connection, the greeting, and each silence after it; 10 s when left out. */
  readonly timeLimit?: number;
}

const DEFAULT_TIME_LIMIT_MS = 10_000;

export function createMailer({
  url,
  from,
  translate,
  regions,
  returnPath,
  timeLimit = DEFAULT_TIME_LIMIT_MS,
}: MailerOptions): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: timeLimit,
    greetingTimeout: timeLimit,
    socketTimeout: timeLimit,
    dnsTimeout: timeLimit,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^>]+)/.exec(from)?.[1] ?? 'localhost';
  const closing = new AbortController();
  return {
    async send(letter, { id, form }) {
      const composed = composeLetter(letter, translate, regions);
      const attachments = form
        ? [{ filename: `application-${letter.number}.pdf`, contentType: 'application/pdf', content: Buffer.from(form) }]
        : [];
      // An object is not parsed, so an address cannot smuggle in a second one.
      const to = { name: '', address: letter.to };
      try {
        const sending = transport.sendMail({
          ...composed,
          from,
          to,
          ...(returnPath && { envelope: { from: returnPath(id), to } }),
          messageId: `<${id}@${domain}>`,
          attachments,
          headers: {
            'Content-Language': letter.language,
            // RFC 3834: nobody's holiday notice answers it.
            'Auto-Submitted': 'auto-generated',
          },
        });
        await unlessAborted(sending, closing.signal);
        return { sent: true };
      } catch (error) {
        if (closing.signal.aborted) throw error;
        return judge(error as SmtpError);
      }
    },
    async close() {
      closing.abort(new Error('the mailer is closed'));
      transport.close();
    },
  };
}

/** What is under way is left to a later try, so that a server that says nothing does not hold up the end. */
const unlessAborted = (sending: Promise<unknown>, signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    sending.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

/**
 * A 5xx about this recipient or this message will not change (RFC 5321, 4.2.1). A 5xx to our greeting or password is about us,
 * so that the letter can still leave once the operator has put it right.
 */
function judge({ code = 'unknown', responseCode, response = '', command }: SmtpError): Sending {
  const aboutLetter = code === 'EENVELOPE' || code === 'EMESSAGE';
  const isAnswered = aboutLetter && responseCode !== undefined;
  return {
    because: responseCode === undefined ? code : `${code} ${responseCode}`,
    permanent: isAnswered && responseCode >= 500,
    ofAddress: isAnswered && (command === 'RCPT TO' || ADDRESS_STATUS.test(response)),
  };
}

interface SmtpError {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  /** What the answer was to. */
  readonly command?: string;
}

/** RFC 3463: X.1 is about the address, X.2 about the mailbox behind it. */
const ADDRESS_STATUS = /^([45])\d\d[ -]\1\.[12]\.\d/;
