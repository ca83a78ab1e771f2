import type { CallbackQueries } from './state/callback-queries.ts';
import type { ChatEvents } from './state/chat-events.ts';
import type { Files } from './state/files.ts';
import type { Journal } from './state/journal.ts';
import type { People } from './state/people.ts';
import type { Rooms } from './state/rooms.ts';
import type { Settings } from './state/settings.ts';
import type { TelegramUser } from './types.ts';
import type { Polling } from './updates/polling.ts';
import type { UpdateQueue } from './updates/update-queue.ts';
import type { Webhook } from './updates/webhook.ts';

/** Everything the methods and the persons act on. */
export interface World {
  readonly bot: TelegramUser;
  readonly clock: () => Date;
  readonly journal: Journal;
  readonly people: People;
  readonly rooms: Rooms;
  readonly files: Files;
  readonly settings: Settings;
  readonly queries: CallbackQueries;
  readonly events: ChatEvents;
  readonly queue: UpdateQueue;
  readonly polling: Polling;
  readonly webhook: Webhook;
}

/** Telegram counts in whole seconds. */
export function secondsOf(world: World): number {
  return Math.floor(world.clock().getTime() / 1000);
}
