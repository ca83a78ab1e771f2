import { backoffDelay, pauseFor } from './backoff.ts';
import type { BotApi } from './bot-api.ts';
import type { Effect } from './chat-event.ts';
import type { Counters } from './counters.ts';
import type { Gate } from './gate.ts';
import { judge, type Verdict } from './refusals.ts';

export type Sent =
  | { readonly to: 'accept'; readonly result: unknown }
  | Extract<Verdict, { to: 'block' | 'migrate' | 'refuse' }>
  /** The signal was aborted: it may or may not have been sent. */
  | { readonly to: 'abandon' };

export interface SendOptions {
  readonly signal: AbortSignal;
  /** Called before a wait, which may be long. */
  readonly beforeWait?: () => Promise<void>;
}

export type Send = (effect: Effect, options: SendOptions) => Promise<Sent>;

/** The same within a time that somebody waits for; the signal may end it sooner. */
export type SendNow = (effect: Effect, signal?: AbortSignal) => Promise<Sent>;

const BACKOFF = { firstMs: 250, capMs: 30_000 };

/** Sends until Telegram has answered for good: pauses on 429, tries again with growing delay when there is no answer. */
export function createSend(api: BotApi, gate: Gate, counters: Counters): Send {
  return async ({ method, params, files }, { signal, beforeWait }) => {
    for (let failures = 0; ; ) {
      if (!gate.isOpen()) await beforeWait?.();
      const done = await gate.pass(method, signal);
      if (signal.aborted) {
        done();
        return { to: 'abandon' };
      }
      try {
        const result = await api.call(method, params, { ...(files && { files }), signal }).finally(done);
        counters.sent += 1;
        return { to: 'accept', result };
      } catch (error) {
        if (signal.aborted) return { to: 'abandon' };
        const verdict = judge(error);
        if (verdict.to === 'accept') return { to: 'accept', result: undefined };
        if (verdict.to === 'pause') {
          counters.pauses += 1;
          // A group has a limit of its own, about 20 a minute, which is no reason for everybody else to wait.
          if (isGroup(params)) await pauseFor(verdict.seconds * 1_000, signal);
          else await gate.close(verdict.seconds);
        } else if (verdict.to === 'repeat') {
          failures += 1;
          counters.sendRepeats += 1;
          await beforeWait?.();
          await pauseFor(backoffDelay(BACKOFF, failures), signal);
        } else {
          return verdict;
        }
      }
    }
  };
}

const isGroup = ({ chat_id: chatId }: Effect['params']): boolean => typeof chatId === 'number' && chatId < 0;
