// What support works with. Everything that speaks to the outside is handed in.
import type { Sql } from '../../database/sql.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Language } from '../../domain/language.ts';
import type { Translate } from '../../messages/messages.ts';
import type { Flow } from '../conversation/flow.ts';
import type { Effect, NewEvent } from '../inbox/chat-event.ts';
import type { Sent } from '../inbox/send.ts';
import type { ReadingService } from '../reading/reading.ts';
import type { StaffAudit } from '../staff/audit.ts';
import type { Guard } from '../staff/guard.ts';
import type { Staff } from '../staff/staff.ts';
import type { CannedAnswers } from './canned-answers.ts';
import type { Tickets } from './tickets.ts';
import type { WorkingHours } from './working-hours.ts';

export interface SupportParts {
  /** Moves when Telegram makes a supergroup of a group. */
  readonly group: { id: number; readonly language: Language };
  readonly hours: WorkingHours;
  readonly flow: Flow;
  readonly tickets: Tickets;
  readonly canned: CannedAnswers;
  readonly staff: Staff;
  readonly guard: Guard;
  readonly audit: StaffAudit;
  readonly translate: Translate;
  readonly clock: Clock;
  /** Sends until Telegram has answered, or the signal is aborted. */
  readonly send: (effect: Effect, signal: AbortSignal) => Promise<Sent>;
  /** The bytes of a file that a person sent; throws when there are none, or too many. */
  readonly download: (fileId: string) => Promise<Uint8Array>;
  /** What a picture or PDF shows; undefined where the bot reads none. */
  readonly look: ReadingService['look'] | undefined;
  /** What `work` stores and the events that follow from it take effect together. */
  readonly together: Together;
  /** Whether the staff's group has topics. */
  readonly hasTopics: () => Promise<boolean>;
}

type Together = <Result>(
  work: (sql: Sql) => Promise<{ readonly result: Result; readonly events: readonly NewEvent[] }>,
) => Promise<Result>;

/** The staff's group cannot be reached for now: nothing is lost, it is tried again for as long as it takes. */
export class GroupUnreachable extends Error {
  override readonly name = 'GroupUnreachable';
}

/** Telegram asks for patience, or does not answer: the same. */
export class NotSentYet extends Error {
  override readonly name = 'NotSentYet';
}

/** As many pictures are looked through as can be: this one is, too, a little later. */
export class ReadersBusy extends Error {
  override readonly name = 'ReadersBusy';
}

/** The world outside is down and the event is not to blame. */
export const isSupportOutage = (error: unknown): boolean =>
  [GroupUnreachable, NotSentYet, ReadersBusy].some((outage) => error instanceof outage);

export const messageIdOf = (result: unknown): number => {
  const id = (result as { message_id?: unknown } | undefined)?.message_id;
  if (typeof id !== 'number') throw new Error('Telegram gave no message');
  return id;
};
