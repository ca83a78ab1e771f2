import type { Logger } from 'pino';

/** Runs `work` at most once at a time; a call during a run makes one more run after it. */
export function alone(work: () => Promise<void>, log: Logger): () => void {
  let isRunning = false;
  let isWanted = false;
  async function run() {
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await work().catch(({ name, code }: { name?: string; code?: unknown }) =>
        log.warn({ errorClass: name, code }, 'a round failed'),
      );
    }
    isRunning = false;
  }
  return () => {
    isWanted = true;
    if (!isRunning) void run();
  };
}
