import type { Journal } from '../state/journal.ts';
import type { Update } from '../types.ts';
import { createLanes } from './lanes.ts';
import type { UpdateQueue } from './update-queue.ts';
import { createWebhookSender, type WebhookAnswer } from './webhook-sender.ts';

export interface WebhookSettings {
  url: string;
  secretToken?: string;
  maxConnections: number;
}

export interface WebhookTiming {
  /** Telegram waits up to a minute for an answer. */
  timeoutMs: number;
  firstRetryMs: number;
  longestRetryMs: number;
}

export interface Webhook {
  settings(): WebhookSettings | undefined;
  set(settings: WebhookSettings | undefined): void;
  lastError(): { date: number; message: string } | undefined;
  close(): void;
}

interface WebhookParts {
  queue: UpdateQueue;
  journal: Journal;
  clock: () => Date;
  timing: WebhookTiming;
  /** A webhook's answer may hold one call, which is then made without telling its result. */
  perform(call: Record<string, unknown>): void;
}

/** Delivers each chat's updates one after another, different chats side by side; repeats until a 2xx. */
export function createWebhook(parts: WebhookParts): Webhook {
  const { queue, journal, clock, timing } = parts;
  let settings = journal.read<WebhookSettings>('webhook');
  let error: { date: number; message: string } | undefined;
  const sender = createWebhookSender();
  const lanes = createLanes<Update>(deliver);

  async function deliver(update: Update, signal: AbortSignal): Promise<void> {
    for (let attempt = 0; settings && !signal.aborted; attempt++) {
      const answer = await sender.send(
        settings,
        update,
        AbortSignal.any([signal, AbortSignal.timeout(timing.timeoutMs)]),
      );
      if (signal.aborted) return;
      if (answer.accepted) return accept(update, answer);
      error = { date: Math.floor(clock().getTime() / 1000), message: answer.problem };
      await pause(Math.min(timing.firstRetryMs * 2 ** attempt, timing.longestRetryMs), signal);
    }
  }

  function accept(update: Update, answer: WebhookAnswer): void {
    queue.confirm(update.update_id);
    if (answer.call) parts.perform(answer.call);
  }

  function restart(): void {
    lanes.stop();
    if (!settings) return;
    lanes.start(settings.maxConnections);
    for (const update of queue.pending()) lanes.add(laneOf(update), update);
  }

  queue.onAdded((update) => settings && lanes.add(laneOf(update), update));
  restart();
  return {
    settings: () => settings,
    set(newSettings) {
      settings = newSettings;
      error = undefined;
      if (settings) journal.put('webhook', settings);
      else journal.remove('webhook');
      restart();
    },
    lastError: () => error,
    close() {
      lanes.stop();
      sender.close();
    },
  };
}

function laneOf(update: Update): number {
  const message = update.message ?? update.edited_message ?? update.callback_query?.message;
  return message?.chat.id ?? update.my_chat_member?.chat.id ?? 0;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
