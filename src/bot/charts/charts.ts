// Figures as one picture for a phone: what it shows comes in as words and numbers, in the reader's language already. Knows
// neither Telegram nor tables.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Sheet } from './sheet.ts';

const TIME_LIMIT_MS = 30_000;

/**
 * A PNG, 1080 pixels wide, as high as its blocks want; what is more than twice as high Telegram makes too small to read.
 * Painted in a thread of its own, since loading fonts and laying out text would keep chats waiting. Rejects when the thread
 * dies or takes too long.
 */
export async function drawSheet(sheet: Sheet): Promise<Uint8Array> {
  const thread = new Worker(new URL('./sheet-thread.mjs', import.meta.url), { execArgv: [], workerData: sheet });
  try {
    // `once` rejects on 'error'.
    const [picture] = await once(thread, 'message', { signal: AbortSignal.timeout(TIME_LIMIT_MS) });
    return picture as Uint8Array;
  } finally {
    await thread.terminate();
  }
}
