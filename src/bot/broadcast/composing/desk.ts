// What composing and handling of broadcasts have in common: who does it, where, and what comes of it.
import type { Region } from '../../../contract/schemas.ts';
import type { Clock } from '../../../domain/clock.ts';
import type { Language } from '../../../domain/language.ts';
import type { Message } from '../../../messages/message.ts';
import type { Effect, NewEvent } from '../../inbox/chat-event.ts';
import type { Sent } from '../../inbox/send.ts';
import type { StaffAudit } from '../../staff/audit.ts';
import type { Painter, StaffScreen } from '../../staff/screen.ts';
import type { Staff, StaffMember } from '../../staff/staff.ts';
import type { Broadcast } from '../broadcast.ts';
import type { BroadcastStore } from '../broadcast-store.ts';
import { type QuietHours, quietUntil } from '../quiet-hours.ts';
import type { Draft } from './draft.ts';

export interface DeskParts {
  readonly store: BroadcastStore;
  readonly staff: Staff;
  readonly audit: StaffAudit;
  readonly painter: Painter;
  /** Regions with their names; none while the backend does not answer. */
  readonly regions: () => Promise<readonly Region[]>;
  /** Sends at once, and says what Telegram made of it. */
  readonly send: (effect: Effect, signal: AbortSignal) => Promise<Sent>;
  readonly enqueue: (events: readonly NewEvent[]) => Promise<void>;
  readonly report: (broadcast: Broadcast, chatId: number, language: Language) => Promise<readonly Effect[]>;
  readonly clock: Clock;
  readonly quietHours: QuietHours;
  /** More recipients than this want a second person. */
  readonly threshold: number;
}

/** One thing that a member does in their chat with the bot. */
export interface Doing {
  readonly member: StaffMember;
  readonly chatId: number;
  readonly language: Language;
  /** Of the event. */
  readonly key: string;
  /** The message that was pressed. */
  readonly messageId: number | undefined;
  readonly draft: Draft | undefined;
  readonly signal: AbortSignal;
}

export interface Done {
  /** Takes the place of the pressed message, or comes below what was said. */
  readonly screen?: StaffScreen;
  /** Although a button was pressed: something was sent in between. */
  readonly isBelow?: true;
  readonly toast?: Message;
  readonly effects?: readonly Effect[];
  /** Left out: as it was. null: there is none any more. */
  readonly draft?: Draft | null;
}

/** Until when the notice has to wait; undefined for essential ones. */
export const restUntil = (
  { quietHours, clock }: Pick<DeskParts, 'quietHours' | 'clock'>,
  isEssential: boolean,
  at?: Date,
) => (isEssential ? undefined : quietUntil(quietHours, at ?? clock()));
