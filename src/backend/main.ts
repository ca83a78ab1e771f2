// `npm run backend`: reads the environment, starts the backend and stops it cleanly.
import { ConfigurationError } from '../environment/environment.ts';
import { startBackend } from './backend.ts';
import { readBackendConfig } from './config.ts';

try {
  const backend = await startBackend(readBackendConfig(process.env));
  console.error(`backend ${backend.url}, desk ${backend.deskUrl}`);
  if (backend.mailboxUrl !== undefined) console.error(`mailbox ${backend.mailboxUrl}`);
  if (backend.firstOperatorPassword !== undefined) {
    console.error(`first operator: admin, one-time password ${backend.firstOperatorPassword}`);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void backend.close().then(() => process.exit(0)));
  }
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  for (const problem of error.problems) console.error(problem);
  process.exitCode = 1;
}
