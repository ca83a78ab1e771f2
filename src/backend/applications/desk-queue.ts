import type { LetterForDesk, OperatorIdentity, Queue, QueueEntry, QueueFilter, QueuePage } from './desk-work.ts';

/** The port to the desk's lists. All are limited to the given regions. */
export interface DeskQueue {
  list(filter: QueueFilter, page: QueuePage, regions: OperatorIdentity['regions'], now: Date): Promise<Queue>;
  search(text: string, regions: OperatorIdentity['regions']): Promise<readonly QueueEntry[]>;
  counts(
    regions: OperatorIdentity['regions'],
    now: Date,
  ): Promise<Readonly<Record<Exclude<QueueFilter, 'all'>, number>>>;
  letters(applicationId: number): Promise<readonly LetterForDesk[]>;
}

/** Days before its deadline from which an application is listed as expiring. */
export const EXPIRING_SOON_DAYS = 7;
