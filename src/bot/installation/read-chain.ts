import type { X509Certificate } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';

export type NoChain = 'refused' | 'timeout' | 'no-route' | 'not-tls' | 'no-handshake' | 'too-large';
/** What the server sent, in its order: its own certificate first. */
type Chain = readonly [X509Certificate, ...X509Certificate[]];

export interface Place {
  readonly address: string;
  readonly port: number;
  /** The site that is meant (SNI): one address serves many. */
  readonly servername: string;
}

/** More than any chain has; what comes after is not looked at. */
const MAX_CERTIFICATES = 10;

/**
 * Shakes hands with a server and hangs up. A certificate of any kind is wanted here, not trusted, so nothing is verified
 * and nothing is sent. OpenSSL limits what is read: at most 100 kB of certificates, and no other message is larger.
 */
export function readChain(
  { address, port, servername }: Place,
  signal: AbortSignal,
): Promise<{ readonly value: Chain } | { readonly because: NoChain }> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, servername, rejectUnauthorized: false });
    const end = (outcome: { value: Chain } | { because: NoChain }) => {
      signal.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(outcome);
    };
    const giveUp = () => end({ because: 'timeout' });
    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    socket.once('secureConnect', () => {
      const value = sentBy(socket);
      end(value ? { value } : { because: 'no-handshake' });
    });
    // Not once: a socket that was given up may still complain.
    socket.on('error', (error: NodeJS.ErrnoException) => end({ because: reasons[error.code ?? ''] ?? 'no-handshake' }));
    socket.once('close', () => end({ because: 'no-handshake' }));
  });
}

/** Unlike `getPeerCertificate(true)`, which fills gaps from the trusted roots, this holds what was sent and no more. */
function sentBy(socket: TLSSocket): Chain | undefined {
  const own = socket.getPeerX509Certificate();
  if (!own) return undefined;
  const above: X509Certificate[] = [];
  for (let next = own.issuerCertificate; next && above.length < MAX_CERTIFICATES; next = next.issuerCertificate) {
    above.push(next);
  }
  return [own, ...above];
}

const reasons: Readonly<Record<string, NoChain>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  ERR_SSL_WRONG_VERSION_NUMBER: 'not-tls',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'not-tls',
  ERR_SSL_UNEXPECTED_MESSAGE: 'not-tls',
  ERR_SSL_EXCESSIVE_MESSAGE_SIZE: 'too-large',
};
