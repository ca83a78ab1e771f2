import type { Call, Handlers } from './handler.ts';

export interface LongPollLimits {
  /** Waiting at once from one address, and from all. */
  readonly perClient: number;
  readonly ofAll: number;
}

/** A front-end waits with one call; each that waits asks the database twice a second. */
export const longPollLimits: LongPollLimits = { perClient: 8, ofAll: 64 };

/** Who waits beyond the cap is told to come again; who does not wait is answered as ever. */
export function capLongPolls(handlers: Handlers, { perClient, ofAll }: LongPollLimits = longPollLimits): Handlers {
  const waiting = new Map<string, number>();
  let all = 0;
  const count = (client: string, step: 1 | -1) => {
    const left = (waiting.get(client) ?? 0) + step;
    if (left > 0) waiting.set(client, left);
    else waiting.delete(client);
    all += step;
  };
  return {
    ...handlers,
    async statusChanges(call: Call<'statusChanges'>) {
      if (call.query.wait === 0) return handlers.statusChanges(call);
      if (all >= ofAll || (waiting.get(call.client) ?? 0) >= perClient)
        return { because: 'too-many-tries', retryAfter: 1 };
      count(call.client, 1);
      try {
        return await handlers.statusChanges(call);
      } finally {
        count(call.client, -1);
      }
    },
  };
}
