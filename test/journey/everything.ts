import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { freePort } from '../support/free-port.ts';
import { runProgram } from './program.ts';

/** What `npm start` starts, as a process of its own: the addresses it prints and the administrator's first password. */
export interface Everything {
  readonly chat: string;
  readonly desk: string;
  readonly mailbox: string;
  readonly password: string;
  /** For files of the test. */
  readonly folder: string;
  close(): Promise<void>;
}

export async function startEverything(environment: Readonly<Record<string, string>> = {}): Promise<Everything> {
  const folder = await mkdtemp(join(tmpdir(), 'everything-'));
  const [port, backendPort, localPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const program = runProgram('src/start.ts', {
    DATA_DIR: join(folder, 'data'),
    PORT: String(port),
    BACKEND_PORT: String(backendPort),
    LOCAL_TELEGRAM_PORT: String(localPort),
    PICTURE_CODE: 'off',
    ...environment,
  });
  const [, chat = ''] = await program.line(/Chat\s+(http\S+)/);
  const [, desk = '', password = ''] = await program.line(/Desk\s+(http\S+).*one-time password (\S+)/);
  const [, mailbox = ''] = await program.line(/Mailbox\s+(http\S+)/);
  return {
    ...{ chat, desk, mailbox, password, folder },
    async close() {
      expect(await program.stop()).toBe(0);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
