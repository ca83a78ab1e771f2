// Tickets: who asked, who answers, and what stands where in the two chats. Holds nothing of what is said.
import type { Sql } from '../../database/sql.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Language } from '../../domain/language.ts';
import type { Whereabouts } from '../conversation/conversation.ts';

/** open: the staff must act; waiting: the applicant must. */
export const ticketStates = ['open', 'waiting', 'closed'] as const;
export type TicketState = (typeof ticketStates)[number];

export interface Ticket {
  readonly id: number;
  readonly chatId: number;
  readonly state: TicketState;
  readonly assignee: number | undefined;
  readonly tags: readonly string[];
  readonly language: Language;
  readonly context: TicketContext;
  readonly topicId: number | undefined;
  readonly headerId: number | undefined;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly firstAnswerAt: Date | undefined;
}

/** What a ticket was when the applicant wrote. */
export const before = ['nothing', ...ticketStates] as const;
export type Before = (typeof before)[number];

/** Where the applicant was when they last wrote. */
export interface TicketContext {
  readonly number: ApplicationNumber | undefined;
  readonly step: Whereabouts | null;
}

export interface MessageId {
  readonly chatId: number;
  readonly messageId: number;
}

/** A message and what stands for it in the other chat; without `targetId` that is not sent yet. */
export interface PassedOn {
  readonly ticketId: number;
  readonly targetChatId: number;
  readonly targetId: number | undefined;
}

export interface Said {
  readonly from: MessageId;
  readonly language: Language;
  readonly context: TicketContext;
  /** To find the ticket by; never stored as it is. */
  readonly text: string;
  readonly at: Date;
}

/** What is done within a transaction takes effect with the events that follow from it; a message counts once. */
export interface Tickets {
  /**
   * The applicant wrote: the chat's ticket is open again, or a new one. One that was closed lately is opened again. Undefined
   * when the very message was taken before.
   */
  hear(
    said: Said,
    groupId: number,
    sql: Sql,
  ): Promise<{ readonly ticket: Ticket; readonly before: Before } | undefined>;
  /**
   * `by` of the staff answered, who takes a ticket that nobody has. False when the very message was taken before, or the ticket
   * is closed and the applicant has another one.
   */
  answer(ticketId: number, from: MessageId, by: number, at: Date, sql: Sql): Promise<boolean>;

  find(ticketId: number): Promise<Ticket | undefined>;
  /** The ticket that a message of the group belongs to: by the message that it answers, or by its topic. */
  findInGroup(
    groupId: number,
    place: { readonly repliedId?: number; readonly topicId?: number },
  ): Promise<Ticket | undefined>;
  passedOn(from: MessageId): Promise<PassedOn | undefined>;
  /** Whether this message stands for one of the other chat. */
  isPassedOn(to: MessageId): Promise<boolean>;
  /** What was sent stands there. */
  arrived(from: MessageId, targetId: number): Promise<void>;

  setThread(ticketId: number, thread: { readonly topicId?: number; readonly headerId?: number }): Promise<void>;
  /** The topic is gone, and what was in it. */
  forgetThread(topicId: number): Promise<void>;
  assign(ticketId: number, userId: number): Promise<Ticket | undefined>;
  setTags(ticketId: number, tags: readonly string[]): Promise<Ticket | undefined>;
  /** Undefined when it was closed already, or is no ticket. */
  close(ticketId: number, at: Date, sql: Sql): Promise<Ticket | undefined>;
  reopen(ticketId: number, at: Date): Promise<Ticket | undefined>;

  /** By number, application number, `#tag`, state, or words that were said; the newest first. */
  search(wanted: TicketSearch, limit: number): Promise<readonly Ticket[]>;
  /** The tags in use, the most used first. */
  tagsInUse(limit: number): Promise<readonly string[]>;
  /** What is known of the applicant in their tickets, and what they are found by; that there were some remains. */
  forget(chatId: number): Promise<void>;
  /** Closed tickets that nobody needs any more. */
  removeClosedBefore(moment: Date): Promise<void>;
}

export type TicketSearch =
  | { readonly by: 'state'; readonly states: readonly TicketState[] }
  | { readonly by: 'id'; readonly id: number }
  | { readonly by: 'tag'; readonly tag: string }
  | { readonly by: 'words'; readonly text: string };

/** A question that was thought answered comes up again within this time. */
export const REOPEN_MS = 72 * 60 * 60 * 1000;
export const MAX_TAGS = 6;

export const isTag = (text: string): boolean => /^[\p{L}\p{Nd}-]{1,20}$/u.test(text);

/** Adds the tag, or takes it away where it is already. */
export const withTag = (tags: readonly string[], tag: string): readonly string[] =>
  tags.includes(tag) ? tags.filter((each) => each !== tag) : [...tags, tag].slice(-MAX_TAGS);
