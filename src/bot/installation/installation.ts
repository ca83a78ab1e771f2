// Looks from outside whether a site serves the certificate it was given. A TLS handshake shows all that is asked, so not a byte
// of HTTP is sent: there is no redirect to follow and no page to read. Must not know chats and their words.
import type { Clock } from '../../domain/clock.ts';
import type { Installation } from '../conversation/services.ts';
import { judgeChain } from './judge-chain.ts';
import { isPublicAddress } from './public-address.ts';
import { readChain } from './read-chain.ts';
import { createResolveName, type ResolveName } from './resolve-name.ts';

export interface InstallationParts {
  readonly clock: Clock;
  readonly resolve?: ResolveName;
  /** The applicant chooses where the bot connects to, so the bot's own network must be out of reach. */
  readonly isAllowed?: (address: string) => boolean;
  readonly port?: number;
  /** Milliseconds for everything together. */
  readonly timeLimit?: number;
}

export function createInstallation({
  clock,
  resolve = createResolveName(),
  isAllowed = isPublicAddress,
  port = 443,
  timeLimit = 5_000,
}: InstallationParts): Installation {
  return {
    async look(domain, certificates) {
      const host = hostFor(domain);
      const signal = AbortSignal.timeout(timeLimit);
      const resolved = await resolve(host, signal);
      if ('because' in resolved) return { host, unreachable: resolved.because };
      // Asked once and connected to by number: a name that changes its mind (DNS rebinding) leads nowhere else.
      const address = resolved.value.find(isAllowed);
      if (address === undefined) return { host, unreachable: 'not-public' };
      const read = await readChain({ address, port, servername: host }, signal);
      if ('because' in read) return { host, address, unreachable: read.because };
      return { host, address, ...judgeChain(read.value, certificates, host, clock()) };
    },
  };
}

/** A wildcard does not cover the bare name, and stands for no name in particular: `www` is the one most likely in use. */
const hostFor = (domain: string): string => domain.replace(/^\*\./, 'www.');
