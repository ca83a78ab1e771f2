import { createSealing } from '../../../sealing/sealing.ts';
import { readBackendConfig } from '../../config.ts';
import { openMigrated } from '../../open-database.ts';
import { readRegions } from '../../regions/regions.ts';
import { resolveSecrets } from '../../secrets.ts';
import { openStorage } from '../../storage/storage.ts';
import { createOperators } from '../operators/operators.ts';
import type { OpenedDesk } from './desk-command.ts';

/** The operators of the configured backend. An embedded database has one user at a time: then the backend must be stopped. */
export async function openOperators(variables: Readonly<Record<string, string | undefined>>): Promise<OpenedDesk> {
  const config = readBackendConfig(variables);
  const { dataKey } = await resolveSecrets(config);
  const { list } = await readRegions(config.regionsFile);
  const database = await openMigrated(config, 1);
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
