import type { Sql } from '../../database/sql.ts';
import type { StaffChange } from '../staff/staff.ts';
import type { Audience, Broadcast, BroadcastStatus, Counts, NewBroadcast, RecipientState } from './broadcast.ts';

/** Where broadcasts and their recipients are kept. A change that no longer fits the status changes nothing and says so. */
export interface BroadcastStore {
  /** Whom it would go to now. */
  count(audience: Audience, isEssential: boolean): Promise<number>;
  /** Gives the one that the same key made before, if there is one. */
  create(broadcast: NewBroadcast): Promise<Broadcast>;
  find(id: number): Promise<Broadcast | undefined>;
  /** The newest first. */
  recent(limit: number): Promise<readonly Broadcast[]>;
  counts(id: number): Promise<Counts>;
  /** False when it is in none of the states it may come from. */
  move(id: number, from: readonly BroadcastStatus[], to: BroadcastStatus, change?: Change): Promise<boolean>;
  /** Those of one member that have not ended; each is recorded in the audit by the same statement. */
  cancelAllOf(userId: number, by: StaffChange): Promise<void>;
  /** `unknown` becomes `pending` again, and a broadcast that is done runs on. False: there is nothing to send again. */
  sendUnknownAgain(id: number): Promise<boolean>;
  /** Who got what is forgotten; that there was a broadcast is not. */
  forgetRecipients(endedBefore: Date): Promise<void>;
  /** States of the recipients in the order of their chats, after `after`. */
  recipients(id: number, after: number, limit: number): Promise<readonly Recipient[]>;
}

export interface Change {
  readonly confirmedBy?: number;
  readonly startAt?: Date;
}

export interface Recipient {
  readonly chatId: number;
  readonly state: RecipientState;
  readonly at: Date | undefined;
}

/** What the one instance that sends needs. Every statement names the instance; what comes too late changes nothing. */
export interface SendingStore {
  /** The broadcast to work on now: one that runs, or the next whose moment has come; essential ones first, or alone. */
  next(now: Date, onlyEssential: boolean): Promise<Broadcast | undefined>;
  /** Fixes the recipients and begins; gives how many, or undefined when it is not to begin any more. */
  begin(broadcast: Broadcast): Promise<number | undefined>;
  /** What a former sender left in `sending` becomes `unknown`; of edits and deletions `pending`, which harm nobody twice. Gives how many. */
  takeOver(broadcast: Broadcast): Promise<number>;
  /** As many slots as the token allows messages in a second. */
  prepareSlots(perSecond: number): Promise<void>;
  /** For so long every instance takes slots for its messages. */
  announceBulk(milliseconds: number): Promise<void>;
  /** One turn of the wheel: stores what became of calls, gives their slots back, and takes the next recipients. */
  turn(instance: string, id: number, turn: SendingTurn): Promise<readonly Taken[] | 'stopped'>;
  /** No recipient is pending or sending: the broadcast is done, together with `alongside`. */
  end(id: number, alongside: (sql: Sql) => Promise<void>): Promise<boolean>;
}

export interface SendingTurn {
  readonly outcomes: readonly Outcome[];
  /** How many recipients are wanted at most; as many come as slots are free. */
  readonly want: number;
  /** Slots that are left to those who wait for an answer, while there are such. */
  readonly reserve: number;
}

export interface Outcome {
  readonly chatId: number;
  readonly slot: number;
  /** `pending`: it certainly was not sent. */
  readonly state: Exclude<RecipientState, 'sending'>;
  readonly messageId: number | undefined;
  /** Milliseconds since the answer. */
  readonly agoMs: number;
}

/** Stored as `sending` before it is given. */
export interface Taken {
  readonly chatId: number;
  readonly slot: number;
  readonly language: string;
  /** Of an edit or a deletion. */
  readonly messageId: number | undefined;
}
