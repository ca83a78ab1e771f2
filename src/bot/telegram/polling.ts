import type { Logger } from 'pino';
import { backoffDelay, pauseFor } from '../inbox/backoff.ts';
import { type BotApi, BotApiError } from '../inbox/bot-api.ts';
import type { TelegramUpdate } from '../inbox/chat-event.ts';
import { ALLOWED_UPDATES } from './update.ts';

export interface PollingParts {
  readonly api: BotApi;
  /** Resolves when the updates are stored; only then are they confirmed. */
  readonly accept: (updates: readonly TelegramUpdate[]) => Promise<void>;
  /** Whether no other instance of this bot polls. */
  readonly mayPoll: () => Promise<boolean>;
  readonly log: Logger;
}

/** Polling cannot go on until an operator has changed something. */
export class PollingRefused extends Error {
  override readonly name = 'PollingRefused';
}

const SEVERAL = 'stop it, or set TELEGRAM_MODE=webhook, which is for several';
const WAIT_SECONDS = 25;
const TIME_LIMIT_MS = 40_000;
const BACKOFF = { firstMs: 500, capMs: 15_000 };
/** The long poll of a predecessor that was just stopped may still be open at Telegram. */
const MAX_CONFLICTS = 3;
/** Longer than a predecessor that was killed is taken for alive. */
const MAX_REFUSALS = 10;
const REFUSAL_MS = 1_000;

/** Asks Telegram for updates until the signal is aborted. Rejects with `PollingRefused`. */
export async function poll({ api, accept, mayPoll, log }: PollingParts, signal: AbortSignal): Promise<void> {
  let offset = 0;
  let conflicts = 0;
  let refusals = 0;
  for (let failures = 0; !signal.aborted; ) {
    try {
      refusals = (await mayPoll()) ? 0 : refusals + 1;
      if (refusals > MAX_REFUSALS) throw new PollingRefused(`another instance of this bot polls: ${SEVERAL}`);
      if (refusals > 0) {
        await pauseFor(REFUSAL_MS, signal);
        continue;
      }
      // A webhook that is set makes Telegram refuse getUpdates.
      if (offset === 0 && failures === 0) await api.call('deleteWebhook', {}, { signal });
      const updates = (await api.call(
        'getUpdates',
        { offset, timeout: WAIT_SECONDS, limit: 100, allowed_updates: ALLOWED_UPDATES },
        { signal, timeLimit: TIME_LIMIT_MS },
      )) as TelegramUpdate[];
      if (updates.length > 0) await accept(updates);
      offset = Math.max(offset, ...updates.map(({ update_id }) => update_id + 1));
      failures = 0;
      conflicts = 0;
    } catch (error) {
      if (signal.aborted) return;
      conflicts = error instanceof BotApiError && error.code === 409 ? conflicts + 1 : 0;
      throwIfFinal(error, conflicts);
      failures += 1;
      log.warn({ errorClass: (error as Error).name, code: (error as { code?: unknown }).code }, 'polling failed');
      const retryAfter = error instanceof BotApiError ? (error.retryAfter ?? 0) : 0;
      await pauseFor(Math.max(retryAfter * 1_000, backoffDelay(BACKOFF, failures)), signal);
    }
  }
}

function throwIfFinal(error: unknown, conflicts: number): void {
  if (error instanceof PollingRefused) throw error;
  if (!(error instanceof BotApiError)) return;
  if (error.code === 401 || error.code === 404) {
    throw new PollingRefused('Telegram does not know this token: check TELEGRAM_BOT_TOKEN');
  }
  if (conflicts >= MAX_CONFLICTS) {
    throw new PollingRefused(
      'another program polls with this token: stop it, or use TELEGRAM_MODE=webhook for several',
    );
  }
}
