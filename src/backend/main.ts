// `npm run backend`: reads the environment, starts the backend and stops it cleanly.
import { existsSync } from 'node:fs';
import { ConfigurationError } from '../environment/environment.ts';
import { type Backend, startBackend } from './backend.ts';
import { readBackendConfig } from './config.ts';

/** What is told to the process that started this one, if one did. */
export type BackendAddresses = Pick<Backend, 'url' | 'deskUrl' | 'mailboxUrl' | 'firstOperatorPassword'>;

if (existsSync('.env')) process.loadEnvFile('.env');

try {
  const backend = await startBackend(readBackendConfig(process.env));
  const { url, deskUrl, mailboxUrl, firstOperatorPassword } = backend;
  const stop = () => void backend.close().then(() => process.exit(0));
  if (process.send) {
    process.send({ url, deskUrl, mailboxUrl, firstOperatorPassword } satisfies BackendAddresses);
    // Ctrl-C reaches the whole process group; the starting process says when it is this one's turn, or is gone.
    process.on('SIGINT', () => undefined).once('disconnect', stop);
  } else {
    console.error(`backend ${url}, desk ${deskUrl}`);
    if (mailboxUrl !== undefined) console.error(`mailbox ${mailboxUrl}`);
    if (firstOperatorPassword !== undefined) {
      console.error(`first operator: admin, one-time password ${firstOperatorPassword}`);
    }
    process.once('SIGINT', stop);
  }
  process.once('SIGTERM', stop);
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  for (const problem of error.problems) console.error(problem);
  process.exitCode = 1;
}
