// What our two SMTP servers have in common: the mailbox for trying out, and the one that takes letters that came back.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerOptions } from 'smtp-server';

const SILENCE_MS = 30_000;

export interface Receiving extends Pick<SMTPServerOptions, 'onConnect' | 'onRcptTo' | 'onData' | 'onClose'> {
  readonly host: string;
  readonly port: number;
  /** Bytes of one letter. */
  readonly size: number;
  readonly maxClients: number;
}

/** Without passwords and TLS, for a loopback or a network of the operator's own. Rejects when the port is taken. */
export async function startReceiving({ host, port, ...options }: Receiving) {
  const server = new SMTPServer({
    socketTimeout: SILENCE_MS,
    closeTimeout: 1_000,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    ...options,
  });
  server.on('error', () => undefined); // a client that hangs up is its own affair
  const listening = server.listen(port, host);
  await once(listening, 'listening');
  return {
    server: server.server,
    port: (listening.address() as AddressInfo).port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** Undefined when it is too large; what is beyond the limit is read and forgotten, so that the client hears why. */
export async function readLetter(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
  return stream.sizeExceeded ? undefined : Buffer.concat(chunks);
}

/** A reply of the server: an enhanced status code (RFC 3463) and words. */
export const refusal = (responseCode: number, words: string): Error =>
  Object.assign(new Error(words), { responseCode });
