// A notice to many: what it is, whom it goes to, and what can become of it. Pure; it knows neither Telegram's client nor tables.
import type { ApplicationStatus } from '../../contract/statuses.ts';
import type { Language } from '../../domain/language.ts';

/** Telegram's entities, as they came with the text; `offset` and `length` count UTF-16 units. */
export type Entity = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
};

/** The notice in one language: a text, or a photo or document with a caption, which the text is then. */
export interface Version {
  readonly text: string;
  readonly entities: readonly Entity[];
  /** On Telegram's servers already: nothing is uploaded again. */
  readonly media?: { readonly kind: 'photo' | 'document'; readonly fileId: string };
  readonly buttons: readonly { readonly text: string; readonly url: string }[];
}

/** At least one language. Whoever reads another one gets the first of: Russian, Kazakh, English. */
export type Versions = Readonly<Partial<Record<Language, Version>>>;

/** All conditions together; an empty list or null is no condition. */
export interface Audience {
  readonly languages: readonly Language[];
  /** Of any of the person's applications. */
  readonly regions: readonly string[];
  readonly statuses: readonly ApplicationStatus[];
  /** A certificate of theirs ends within so many days. */
  readonly endsWithinDays: number | null;
}
export const everyone: Audience = { languages: [], regions: [], statuses: [], endsWithinDays: null };

/** `edit` and `delete` are about the messages of an earlier broadcast. */
export type BroadcastKind = 'send' | 'edit' | 'delete';

/** `waiting`: for a second person. */
export type BroadcastStatus = 'waiting' | 'scheduled' | 'running' | 'paused' | 'done' | 'cancelled';

/**
 * What became of one recipient. `sending` is stored before the call, so that a crash leaves it and not `pending`: it may or may
 * not have arrived, which is then called `unknown` and never sent again unless somebody says so.
 */
export const recipientStates = ['pending', 'sending', 'sent', 'blocked', 'gone', 'failed', 'unknown'] as const;
export type RecipientState = (typeof recipientStates)[number];
export type Counts = Readonly<Record<RecipientState, number>>;

export interface NewBroadcast {
  readonly kind: BroadcastKind;
  readonly of?: number;
  readonly versions: Versions;
  readonly audience: Audience;
  /** Goes also to who wants no notices, and at night. */
  readonly isEssential: boolean;
  readonly createdBy: number;
  /** The same key makes one broadcast. */
  readonly createdKey: string;
  readonly status: 'waiting' | 'scheduled';
  readonly startAt: Date;
  /** Of the one who composed it. */
  readonly language: Language;
  /** The message in the chat of who composed it that shows how far it is. */
  readonly panel: { readonly chatId: number; readonly messageId: number };
}

export interface Broadcast extends Omit<NewBroadcast, 'status'> {
  readonly id: number;
  readonly status: BroadcastStatus;
  readonly confirmedBy: number | undefined;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
  readonly total: number;
}

const fallbackOrder = ['ru', 'kk', 'en'] as const satisfies readonly Language[];

/** The language in which somebody who reads `language` gets the notice; undefined when nothing is written yet. */
export const shownLanguage = (versions: Versions, language: Language): Language | undefined =>
  versions[language] ? language : fallbackOrder.find((each) => versions[each]);
