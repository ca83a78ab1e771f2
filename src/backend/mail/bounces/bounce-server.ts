// Takes what the operator's mail server hands over for the senders of our letters. Must not know what becomes of a letter.
import type { Socket } from 'node:net';
import type { SMTPServerDataStream } from 'smtp-server';
import { readLetter, refusal, startReceiving } from '../receiving.ts';
import type { BounceAddresses } from './bounce-address.ts';
import { readReport } from './read-report.ts';

export interface BounceServerOptions {
  readonly host: string;
  readonly port: number;
  readonly addresses: Pick<BounceAddresses, 'letterOf'>;
  /** Told once for each report, however often it comes. `status` such as 5.1.1, or 4.2.2 when a server has given up. Rejects when the report shall come again. */
  readonly onFailed: (letter: string, status: string) => Promise<void>;
  /** For the log: what was taken, by its code alone. */
  readonly onTaken: (code: string) => void;
  readonly onError: (error: unknown) => void;
}

const MAX_REPORT_BYTES = 256 * 1024;
const MAX_CLIENTS = 10;
/** Of one connection, however busy it seems: who is cut comes again. */
const LIFETIME_MS = 120_000;

export async function startBounceServer(options: BounceServerOptions): Promise<{ close(): Promise<void> }> {
  const { host, port, addresses } = options;
  const { server, close } = await startReceiving({
    host,
    port,
    size: MAX_REPORT_BYTES,
    maxClients: MAX_CLIENTS,
    onRcptTo({ address }, { envelope: { rcptTo } }, answer) {
      if (addresses.letterOf(address) === undefined) return answer(refusal(550, '5.1.1 no such address here'));
      answer(rcptTo.length > 0 ? refusal(452, '4.5.3 one recipient at a time') : undefined);
    },
    onData(stream, { envelope: { rcptTo } }, answer) {
      const fail = (error: unknown) => {
        options.onError(error);
        answer(refusal(451, '4.3.0 try again later'));
      };
      const letter = addresses.letterOf(rcptTo[0]?.address ?? '');
      take(stream, letter, options).then((refused) => answer(refused), fail);
    },
  });
  server.on('connection', (socket: Socket) => {
    const cut = setTimeout(() => socket.destroy(), LIFETIME_MS).unref();
    socket.once('close', () => clearTimeout(cut));
  });
  return { close };
}

/** What cannot be read is taken as well: nobody could do anything about its coming back. */
async function take(
  stream: SMTPServerDataStream,
  letter: string | undefined,
  { onFailed, onTaken }: Pick<BounceServerOptions, 'onFailed' | 'onTaken'>,
): Promise<Error | undefined> {
  const raw = await readLetter(stream);
  if (!raw) return refusal(552, '5.3.4 too large');
  const report = await readReport(raw);
  if (letter && report.kind === 'failed') await onFailed(letter, report.status);
  onTaken(report.kind === 'failed' ? report.status : report.kind);
  return undefined;
}
