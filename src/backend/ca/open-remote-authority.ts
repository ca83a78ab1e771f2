import type { AuthorityConfig } from '../authority-config.ts';
import { openCfsslAuthority } from './cfssl-authority.ts';
import { openCfsslBooks } from './cfssl-books.ts';
import type { RemoteAuthority, RemoteSettings } from './remote-authority.ts';
import { openStepCaAuthority } from './step-ca-authority.ts';

type RemoteConfig = Exclude<AuthorityConfig, { readonly kind: 'embedded' }>;
type Around = Pick<RemoteSettings, 'blockedKeys' | 'clock' | 'report'>;

/** Starts also while the authority is down. */
export async function openRemoteAuthority(
  config: RemoteConfig,
  around: Around,
): Promise<RemoteAuthority & { close(): Promise<void> }> {
  if (config.kind === 'step-ca') {
    const authority = await openStepCaAuthority({ ...config, ...around });
    return { ...authority, close: async () => undefined };
  }
  const books = config.databaseUrl === undefined ? undefined : await openCfsslBooks(config.databaseUrl);
  const authority = await openCfsslAuthority({ ...config, ...around, lookUp: books?.lookUp });
  return { ...authority, close: async () => books?.close() };
}
