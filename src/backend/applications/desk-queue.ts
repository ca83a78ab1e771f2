import type { LetterForDesk, OperatorIdentity, Queue, QueueCounts, QueueEntry, QueueFilter } from './desk-work.ts';

type Regions = OperatorIdentity['regions'];

/** Which list, from where on, of which regions. */
export interface QueueRequest {
  readonly filter: QueueFilter;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  readonly regions: Regions;
  readonly now: Date;
  /** Whether what one operator has confirmed waits in a list of its own. */
  readonly fourEyes: boolean;
}

/** The port to the desk's lists. A page costs the same wherever it is, and however many applications there are. */
export interface DeskQueue {
  list(request: QueueRequest): Promise<Queue>;
  search(text: string, regions: Regions): Promise<readonly QueueEntry[]>;
  counts(request: Pick<QueueRequest, 'regions' | 'now' | 'fourEyes'>): Promise<QueueCounts>;
  letters(applicationId: number): Promise<readonly LetterForDesk[]>;
}

/** Days before its deadline from which an application is listed as expiring. */
export const EXPIRING_SOON_DAYS = 7;
/** Signing takes seconds; an approved application without a certificate after this long is in trouble. */
export const SIGNING_TROUBLE_MS = 2 * 60_000;
/** Nobody needs to know more than that there are very many, and counting them all would cost more than the list. */
export const MOST_COUNTED = 1_000;
