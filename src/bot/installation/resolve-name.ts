import { Resolver } from 'node:dns/promises';

/** The addresses of a name, or why there are none. */
export type ResolveName = (
  host: string,
  signal: AbortSignal,
) => Promise<{ readonly value: readonly string[] } | { readonly because: 'no-address' | 'dns-silent' }>;

const nothingThere = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * Asks the DNS itself, not the system: a hosts file or a search domain knows names of this machine's own network.
 * IPv4 comes first, because more machines reach it. `servers` as in `dns.setServers`; without them, the system's.
 */
export function createResolveName(servers?: readonly string[]): ResolveName {
  return async (host, signal) => {
    const resolver = new Resolver({ timeout: 1_500, tries: 2 });
    if (servers) resolver.setServers(servers);
    const cancel = () => resolver.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    signal.removeEventListener('abort', cancel);
    const value = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (value.length > 0) return { value };
    const isUnknown = answers.every((answer) => answer.status === 'rejected' && nothingThere.has(answer.reason.code));
    return { because: isUnknown ? 'no-address' : 'dns-silent' };
  };
}
