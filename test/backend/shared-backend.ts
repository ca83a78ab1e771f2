// One backend for all tests of a file.
import { afterAll, beforeAll } from '@jest/globals';
import type { BackendOptions } from '../../src/backend/backend.ts';
import { removeFolder } from '../csr/requests.ts';
import { type RunningBackend, runBackend } from './running-backend.ts';

/** Started before the first test and stopped after the last one, with the folder of the requests that were made for it. */
export function shareBackend(
  more: BackendOptions = {},
  variables: Parameters<typeof runBackend>[0] = {},
): Pick<RunningBackend, 'backend' | 'client' | 'time' | 'log'> {
  let running: RunningBackend;
  beforeAll(async () => {
    running = await runBackend(variables, more);
  });
  afterAll(async () => {
    await running.stop();
    removeFolder();
  });
  return {
    get backend() {
      return running.backend;
    },
    get client() {
      return running.client;
    },
    get time() {
      return running.time;
    },
    get log() {
      return running.log;
    },
  };
}
