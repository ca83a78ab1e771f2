// `npm run audit`: opens what the configured backend writes to. An embedded database has one user at a time: stop the backend.
import { existsSync } from 'node:fs';
import { ConfigurationError } from '../../environment/environment.ts';
import { readBackendConfig } from '../config.ts';
import { openConfigured } from '../open-database.ts';
import { resolveSecrets } from '../secrets.ts';
import { createAuditMac } from '../storage/audit-chain.ts';
import { createAuditReading } from '../storage/audit-reading.ts';
import { runAuditCommand } from './audit-command.ts';

if (existsSync('.env')) process.loadEnvFile('.env');
try {
  const config = readBackendConfig(process.env);
  const { dataKey } = await resolveSecrets(config);
  const database = await openConfigured(config, 1);
  try {
    process.exitCode = await runAuditCommand(process.argv.slice(2), {
      reading: createAuditReading(database),
      macOf: createAuditMac(dataKey),
      headFile: config.auditHeadFile,
      clock: () => new Date(),
      write: (line) => void process.stdout.write(`${line}\n`),
    });
  } finally {
    await database.close();
  }
} catch (error) {
  const lines =
    error instanceof ConfigurationError ? error.problems : [error instanceof Error ? error.message : 'failed'];
  for (const line of lines) console.error(line);
  process.exitCode = 2;
}
