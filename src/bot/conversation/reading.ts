// Documents that the applicant photographs instead of typing: what the conversation asks of the world for it.
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Iin } from '../../domain/iin.ts';
import type { ReceivedFile } from './step.ts';

/** Only for the applicant's own documents, never for a picture code. Keeps nothing: no file, no log, no cache. */
export interface Reading {
  /** The back of an identity card, its front, or a passport. */
  card(owner: string, file: ReceivedFile, waiting: Waiting): Promise<ReadCard | Unread>;
  /** The printed application, as a picture or a PDF. */
  form(owner: string, file: ReceivedFile, waiting: Waiting): Promise<{ readonly value: ApplicationNumber } | Unread>;
}

/** Called now and then, with the seconds that have passed. */
export type Waiting = (seconds: number) => void;

/** `isProven`: check digits cover every digit, and the birth date agrees. Otherwise every one of them must be compared. */
export interface ReadCard {
  readonly value: { readonly iin: Iin; readonly isProven: boolean };
}
export interface Unread {
  readonly because: UnreadReason;
}

export const unreadReasons = [
  // the file
  'empty',
  'too-large',
  'too-many-pixels',
  'damaged',
  'heic',
  'svg',
  'archive',
  'pdf',
  'pdf-without-number',
  'video',
  'not-a-picture',
  'not-fetched',
  // what is to be seen
  'no-card',
  'foreign-card',
  'half-card',
  'two-cards',
  'unclear-card',
  'screenshot',
  'no-form',
  // the work
  'busy',
  'too-long',
  'stopped',
] as const;
export type UnreadReason = (typeof unreadReasons)[number];
