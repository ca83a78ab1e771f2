import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../../database/database.ts';
import { migrate } from '../../../database/migrations.ts';
import { createSealing } from '../../../sealing/sealing.ts';
import { readBackendConfig } from '../../config.ts';
import { readRegions } from '../../regions/regions.ts';
import { resolveSecrets } from '../../secrets.ts';
import { openStorage } from '../../storage/storage.ts';
import { createOperators } from '../operators/operators.ts';
import type { OpenedDesk } from './desk-command.ts';

const migrations = fileURLToPath(new URL('../../../../prisma/backend', import.meta.url));

/** The operators of the configured backend. An embedded database has one user at a time: then the backend must be stopped. */
export async function openOperators(variables: Readonly<Record<string, string | undefined>>): Promise<OpenedDesk> {
  const config = readBackendConfig(variables);
  const { dataKey } = await resolveSecrets(config);
  const { list } = await readRegions(config.regionsFile);
  const database = await openDatabase(
    config.databaseUrl === undefined
      ? { kind: 'embedded', directory: join(config.dataDir, 'backend') }
      : { kind: 'postgresql', url: config.databaseUrl, connections: 1 },
  );
  await migrate(database, migrations);
  const clock = () => new Date();
  const sealing = createSealing(dataKey);
  const enqueueLetters = () => Promise.reject(new Error('operators are told in person'));
  const { audit } = await openStorage({ database, sealing, dataKey, clock, enqueueLetters });
  const operators = createOperators(database, sealing, clock, sealing.fingerprint);
  return {
    operators,
    regionCodes: list.map(({ code }) => code),
    async note(action, name) {
      const subject = (await operators.find(name))?.id ?? '';
      await audit.append({ at: clock(), actor: 'command-line', action, subject });
    },
    close: () => database.close(),
  };
}
