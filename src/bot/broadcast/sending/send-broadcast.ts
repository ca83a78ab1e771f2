// Sends one broadcast as far as it gets. Every recipient is stored as `sending` before its call, and with its outcome after it.
import { pauseFor } from '../../inbox/backoff.ts';
import type { BotApi } from '../../inbox/bot-api.ts';
import type { Gate } from '../../inbox/gate.ts';
import type { Broadcast } from '../broadcast.ts';
import type { BroadcastStore, SendingStore } from '../broadcast-store.ts';
import { type Caller, createCaller } from './caller.ts';
import { createPace } from './pace.ts';
import { createWheel, type WheelParts } from './wheel.ts';

export interface SendParts extends Omit<WheelParts, 'reserve'> {
  readonly store: SendingStore & Pick<BroadcastStore, 'move'>;
  readonly api: BotApi;
  readonly gate: Pick<Gate, 'isOpen' | 'close' | 'learn'>;
  /** Messages that Telegram allows the bot in any second. */
  readonly perSecond: number;
  readonly progress: Progress;
}

export interface Progress {
  /** Shows how far it is. Does not wait for Telegram and never rejects. */
  show(broadcastId: number, perSecond: number): void;
  /** What is stored together with the end. */
  finish(broadcast: Broadcast): Parameters<SendingStore['end']>[1];
}

/** What came free since the last turn is used at the next one. */
const TURN_MS = 20;
/** Part of the slots that is left to those who wait for an answer, while there are any. */
const INTERACTIVE_SHARE = 0.1;
const PROGRESS_MS = 3_000;
/** Renewed with the progress; so long after a crash messages still take slots. */
const BULK_MS = 10_000;
/** Every instance hears of it with its next heartbeat, and what it sent before no longer counts a second later. */
const HEARD_AFTER_MS = 2_300;
/** After a pause those who wait for an answer go first. */
const HEAD_START_MS = 1_000;
/** How long calls under way are waited for: those of a program that stops, and others. */
const LAST_ANSWERS_MS = 4_000;
const ALL_ANSWERS_MS = 60_000;

export async function sendBroadcast(
  parts: SendParts,
  broadcast: Broadcast,
  isToYield: () => Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  const { store, perSecond, progress } = parts;
  const { id } = broadcast;
  const pace = createPace(perSecond);
  const caller = createCaller({ ...parts, pace }, broadcast);
  const wheel = createWheel({ ...parts, reserve: Math.ceil(perSecond * INTERACTIVE_SHARE) }, id);

  await store.prepareSlots(perSecond);
  await announce(parts);
  await store.takeOver(broadcast);
  progress.show(id, pace.rate);
  await pauseFor(HEARD_AFTER_MS, signal);
  let shownAt = performance.now();
  try {
    while (!signal.aborted) {
      await waitUntilWelcome(parts, caller, signal);
      if (caller.isRefused()) await store.move(id, ['running'], 'paused');
      if (performance.now() - shownAt >= PROGRESS_MS) {
        shownAt = performance.now();
        await announce(parts);
        if (await isToYield()) break;
        progress.show(id, pace.rate);
      }
      const want = pace.due();
      const taken = await wheel.turn(want);
      if (taken === 'stopped') break;
      pace.took(taken.length);
      for (const each of taken) wheel.begin(each, caller.call(each));
      const isOver = want > 0 && wheel.isIdle() && (await store.end(id, progress.finish(broadcast)));
      if (isOver) break;
      await pauseFor(TURN_MS, signal);
    }
  } finally {
    await wheel.settle(signal.aborted ? LAST_ANSWERS_MS : ALL_ANSWERS_MS);
    progress.show(id, 0);
  }
}

async function announce({ store, gate }: Pick<SendParts, 'store' | 'gate'>): Promise<void> {
  await store.announceBulk(BULK_MS);
  gate.learn({ pauseMs: 0, bulkMs: BULK_MS });
}

async function waitUntilWelcome(parts: SendParts, caller: Caller, signal: AbortSignal): Promise<void> {
  const { gate } = parts;
  const troubleMs = caller.troubleMs();
  if (troubleMs > 0) await pauseFor(troubleMs, signal);
  if (gate.isOpen()) return;
  while (!gate.isOpen() && !signal.aborted) await pauseFor(TURN_MS, signal);
  // A long pause outlasts what the others know of the broadcast.
  await announce(parts);
  await pauseFor(HEAD_START_MS, signal);
}
