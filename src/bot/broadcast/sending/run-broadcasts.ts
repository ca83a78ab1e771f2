// Sends broadcasts, on whichever instance has the lease: one at a time, essential ones first. Knows nothing of how they are composed.
import type { Logger } from 'pino';
import type { Clock } from '../../../domain/clock.ts';
import { backoffDelay, pauseFor } from '../../inbox/backoff.ts';
import type { Broadcast } from '../broadcast.ts';
import { type QuietHours, quietUntil } from '../quiet-hours.ts';
import { type SendParts, sendBroadcast } from './send-broadcast.ts';

export interface RunParts extends SendParts {
  /** Whether this instance is the one that sends; asked again and again. */
  readonly mayRun: () => Promise<boolean>;
  readonly quietHours: QuietHours;
  readonly clock: Clock;
  /** Asked before the first message of a broadcast: false keeps it from beginning. */
  readonly mayBegin: (broadcast: Broadcast) => Promise<boolean>;
  readonly log: Logger;
}

const LOOK_MS = 1_000;
const BACKOFF = { firstMs: 250, capMs: 3_000 };

/** Runs on every instance until the signal is aborted. */
export async function runBroadcasts(parts: RunParts, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    try {
      const didSomething = (await parts.mayRun()) && (await sendNext(parts, signal));
      if (!didSomething) await pauseFor(LOOK_MS, signal);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      parts.log.warn({ errorClass: (error as Error).name }, 'broadcasts cannot go on for now');
      await pauseFor(backoffDelay(BACKOFF, failures), signal);
    }
  }
}

async function sendNext(parts: RunParts, signal: AbortSignal): Promise<boolean> {
  const { store, clock, quietHours } = parts;
  const isRest = () => quietUntil(quietHours, clock()) !== undefined;
  const broadcast = await store.next(clock(), isRest());
  if (!broadcast) return false;
  if (broadcast.status === 'scheduled') {
    if (!(await parts.mayBegin(broadcast))) {
      parts.progress.show(broadcast.id, 0);
      return true;
    }
    if ((await store.begin(broadcast)) === undefined) return true;
  }
  /** Something more urgent, the night, or nothing at all any more. */
  const isToYield = async () => (await store.next(clock(), isRest()))?.id !== broadcast.id;
  await sendBroadcast(parts, broadcast, isToYield, signal);
  return true;
}
