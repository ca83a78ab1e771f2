import { keptSecret } from '../environment/kept-secret.ts';
import { type BackendConfig, keptSecretPath } from './config.ts';

export interface Secrets {
  readonly token: string;
  readonly dataKey: Uint8Array;
  readonly caPassphrase: string;
}

/** From the configuration, or kept in files of the data folder where it has none. */
export async function resolveSecrets({ dataDir, token, dataKey, caPassphrase }: BackendConfig): Promise<Secrets> {
  const kept = async (name: Parameters<typeof keptSecretPath>[1]) =>
    Buffer.from(await keptSecret(keptSecretPath(dataDir, name)));
  return {
    token: token ?? (await kept('token')).toString('hex'),
    dataKey: dataKey ?? (await kept('data-key')),
    caPassphrase: caPassphrase ?? (await kept('ca-passphrase')).toString('hex'),
  };
}
