import { createCallbackQueries } from './state/callback-queries.ts';
import { createChatEvents } from './state/chat-events.ts';
import { createFiles } from './state/files.ts';
import { forgetfulJournal, openJournal } from './state/journal.ts';
import { createPeople } from './state/people.ts';
import { createRooms } from './state/rooms.ts';
import { createSequence } from './state/sequence.ts';
import { createSettings } from './state/settings.ts';
import type { LocalUser } from './types.ts';
import { createPolling } from './updates/polling.ts';
import { createUpdateQueue } from './updates/update-queue.ts';
import { createWebhook, type WebhookTiming } from './updates/webhook.ts';
import type { World } from './world.ts';

export interface WorldOptions {
  token: string;
  people: readonly LocalUser[];
  directory?: string;
  clock?: () => Date;
  queryLifetimeMs?: number;
  webhook?: Partial<WebhookTiming>;
}

/** Builds the state from the folder's journal, or from nothing. `perform` makes the call in a webhook's answer. */
export function createWorld(options: WorldOptions, perform: (call: Record<string, unknown>) => void): World {
  const { directory, clock = () => new Date(), queryLifetimeMs = 15 * 60_000 } = options;
  const journal = directory ? openJournal(directory) : forgetfulJournal;
  const queue = createUpdateQueue(journal, Math.floor(clock().getTime() / 1000));
  const timing = { timeoutMs: 60_000, firstRetryMs: 500, longestRetryMs: 60_000, ...options.webhook };
  return {
    bot: { id: Number.parseInt(options.token, 10), is_bot: true, first_name: 'NCA SSL', username: 'nca_ssl_local_bot' },
    clock,
    journal,
    people: createPeople(journal, options.people),
    rooms: createRooms(journal),
    files: createFiles(journal, createSequence(journal, 'file', 1), directory),
    settings: createSettings(journal),
    queries: createCallbackQueries(clock, queryLifetimeMs),
    events: createChatEvents(),
    queue,
    polling: createPolling(queue),
    webhook: createWebhook({ queue, journal, clock, timing, perform }),
  };
}
