// Support, put together: its tables, the staff's group, and how it speaks to Telegram.
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import type { Clock } from '../domain/clock.ts';
import type { Language } from '../domain/language.ts';
import { message } from '../messages/message.ts';
import type { Translate } from '../messages/messages.ts';
import type { Sealing } from '../sealing/sealing.ts';
import type { Flow } from './conversation/flow.ts';
import type { BotApi } from './inbox/bot-api.ts';
import type { Inbox } from './inbox/inbox.ts';
import type { Route } from './inbox/routes.ts';
import type { SendNow } from './inbox/send.ts';
import type { Job } from './jobs/jobs.ts';
import type { StaffAudit } from './staff/audit.ts';
import { createGuard } from './staff/guard.ts';
import type { Staff } from './staff/staff.ts';
import { createCannedAnswerStore } from './storage/canned-answer-store.ts';
import { createTicketStore } from './storage/ticket-store.ts';
import { GroupUnreachable, type SupportParts } from './support/parts.ts';
import { staffCommands } from './support/staff-commands.ts';
import { createSupport } from './support/support.ts';
import type { WorkingHours } from './support/working-hours.ts';
import { menuCalls } from './telegram/commands.ts';

export interface OpenSupportParts {
  readonly groupId: number;
  readonly language: Language;
  readonly hours: WorkingHours;
  readonly database: Database;
  readonly sealing: Sealing;
  readonly api: BotApi;
  /** Made after this, out of this. */
  readonly inbox: () => Pick<Inbox, 'enqueue' | 'hasMore'>;
  readonly flow: Flow;
  readonly staff: Staff;
  readonly audit: StaffAudit;
  readonly translate: Translate;
  readonly sendNow: SendNow;
  readonly download: SupportParts['download'];
  readonly look: SupportParts['look'];
  readonly clock: Clock;
  readonly log: Logger;
}

/** Whether a group has topics changes seldom, and by hand. */
const LOOK_AGAIN_MS = 60_000;
const KEPT_MS = 180 * 24 * 60 * 60 * 1000;

export function openSupport(parts: OpenSupportParts): { readonly route: Route; readonly forgetOld: Job } {
  const { groupId, language, database, sealing, api, inbox, clock } = parts;
  const tickets = createTicketStore(database, sealing);
  const group = { id: groupId, language };
  const route = createSupport({
    ...parts,
    group,
    tickets,
    canned: createCannedAnswerStore(database),
    guard: createGuard(parts.staff, parts.audit),
    send: parts.sendNow,
    hasTopics: rememberFor(LOOK_AGAIN_MS, () => isForum(api, group.id), clock),
    async together(work) {
      const done = await database.transaction(async (sql) => {
        const { result, events } = await work(sql);
        await inbox().enqueue(events, sql);
        return result;
      });
      inbox().hasMore();
      return done;
    },
  });
  /** What nobody asks about any more goes, once a day. */
  const forgetOld: Job = {
    name: 'old-tickets',
    cron: '15 4 * * *',
    run: () => tickets.removeClosedBefore(new Date(clock().getTime() - KEPT_MS)),
  };
  return { route, forgetOld };
}

/** The staff's commands, where alone they are of use: in the group. */
export async function setStaffCommands(api: BotApi, groupId: number, translate: Translate): Promise<void> {
  const menu = (language: Language) =>
    staffCommands.map((command) => ({
      command,
      description: translate(message(`support.command-${command}`), language, 'plain'),
    }));
  for (const { method, params } of menuCalls(menu, groupId)) await api.call(method, params);
}

async function isForum(api: BotApi, groupId: number): Promise<boolean> {
  const chat = await api.call('getChat', { chat_id: groupId }).catch(() => undefined);
  if (!chat) throw new GroupUnreachable();
  return (chat as { is_forum?: unknown }).is_forum === true;
}

function rememberFor<Value>(milliseconds: number, look: () => Promise<Value>, clock: Clock): () => Promise<Value> {
  let known: { readonly value: Value; readonly at: number } | undefined;
  return async () => {
    const now = clock().getTime();
    if (!known || Math.abs(now - known.at) > milliseconds) known = { value: await look(), at: now };
    return known.value;
  };
}
