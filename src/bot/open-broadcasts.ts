// Broadcasts and the staff's list, put together: their tables, how they speak to Telegram, and who sends.
import type { Logger } from 'pino';
import type { Region } from '../contract/schemas.ts';
import type { Database } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import type { Language } from '../domain/language.ts';
import type { Translate } from '../messages/messages.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { createComposer } from './broadcast/composing/composer.ts';
import { createMayBegin } from './broadcast/may-begin.ts';
import { createProgress } from './broadcast/progress.ts';
import type { QuietHours } from './broadcast/quiet-hours.ts';
import { reportEffects } from './broadcast/report.ts';
import { runBroadcasts } from './broadcast/sending/run-broadcasts.ts';
import type { BotApi } from './inbox/bot-api.ts';
import type { Inbox } from './inbox/inbox.ts';
import type { Route } from './inbox/routes.ts';
import type { SendNow } from './inbox/send.ts';
import type { Job } from './jobs/jobs.ts';
import { createGuard } from './staff/guard.ts';
import { createPainter } from './staff/screen.ts';
import type { StaffStore } from './staff/staff.ts';
import { createStaffChat } from './staff/staff-chat.ts';
import { createStaffMenu } from './staff/staff-menu.ts';
import { createBroadcastStore } from './storage/broadcast-store.ts';
import { takeLease } from './storage/leases.ts';
import { createStaffAudit } from './storage/staff-store.ts';

export interface OpenBroadcastsParts {
  readonly database: Database;
  readonly sealing: Sealing;
  readonly api: BotApi;
  /** Made after this, out of this. */
  readonly inbox: () => Inbox;
  readonly staff: StaffStore;
  readonly translate: Translate;
  readonly sendNow: SendNow;
  readonly regions: () => Promise<readonly Region[]>;
  readonly hashChat: (chatId: number) => string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: BroadcastSettings;
}

export interface BroadcastSettings {
  readonly quietHours: QuietHours;
  /** More recipients than this want a second person. */
  readonly threshold: number;
  /** Messages that Telegram allows the bot in any second. */
  readonly perSecond: number;
}

export interface OpenedBroadcasts {
  readonly routes: readonly Route[];
  /** Once a day. */
  readonly forgetOld: Job;
  /** Sends until the signal is aborted, while this instance is the one that does. */
  run(signal: AbortSignal): Promise<void>;
}

/** Who got which notice is of use while it can be edited and asked about. */
const KEPT_MS = 90 * 24 * 60 * 60 * 1000;

export function openBroadcasts(parts: OpenBroadcastsParts): OpenedBroadcasts {
  const { database, sealing, api, inbox, staff, translate, sendNow: send, clock, log, hashChat } = parts;
  const { quietHours, threshold, perSecond } = parts.settings;
  const store = createBroadcastStore(database, sealing);
  const audit = createStaffAudit(database);
  const guard = createGuard(staff, audit);
  const painter = createPainter(translate);
  const menu = createStaffMenu(translate);
  const enqueue = (events: Parameters<Inbox['enqueue']>[0]) => inbox().enqueue(events);

  const staffChat = createStaffChat({ staff, guard, audit, painter, menu, enqueue, onRemoved: store.cancelAllOf });
  const composer = createComposer({
    ...{ store, staff, audit, guard, painter, send, enqueue, clock, quietHours, threshold },
    regions: () => parts.regions().catch(() => []),
    report: (broadcast, chatId: number, language: Language) =>
      reportEffects({ store, translate, hashChat }, broadcast, chatId, language),
  });
  const progress = createProgress({
    ...{ store, painter, send, clock, quietHours, log },
    enqueue: (events, sql) => inbox().enqueue(events, sql),
  });

  async function refreshMenus(): Promise<void> {
    for (const member of await staff.list()) await menu.refresh(member, enqueue);
  }

  return {
    routes: [staffChat, composer],
    forgetOld: {
      name: 'old-broadcasts',
      cron: '45 4 * * *',
      run: () => store.forgetRecipients(new Date(clock().getTime() - KEPT_MS)),
    },
    async run(signal) {
      const instance = () => inbox().instance();
      await refreshMenus().catch(({ name }: Error) => log.warn({ errorClass: name }, 'a menu is not refreshed'));
      await runBroadcasts(
        {
          ...{ store, api, gate: inbox().gate, instance, perSecond, progress, quietHours, clock, log },
          mayRun: () => takeLease(database, 'broadcast', instance()),
          mayBegin: createMayBegin({ store, staff, audit, threshold, enqueue }),
        },
        signal,
      );
      progress.stop();
    },
  };
}
