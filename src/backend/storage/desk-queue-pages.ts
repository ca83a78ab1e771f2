// From a filter and the end of the page before to a statement with its values.
import type { Statement } from '../../database/sql.ts';
import { DAY_MS } from '../../domain/clock.ts';
import { EXPIRING_SOON_DAYS, type QueueRequest, SIGNING_TROUBLE_MS } from '../applications/desk-queue.ts';
import type { QueueFilter } from '../applications/desk-work.ts';
import { REFUSED_LETTER_DAYS } from '../applications/letter.ts';
import { queueStatements } from './desk-queue-statements.ts';
import type { QueueRow } from './desk-queue-storage.ts';

/** The last moment of a Date that PostgreSQL and ISO 8601 write alike. */
const NEVER = new Date('9999-12-31T23:59:59.999Z');

export const cursorOf = (filter: QueueFilter, { letterAt, askedAt, confirmBy, id }: QueueRow): string =>
  filter === 'all' ? String(id) : `${(letterAt ?? askedAt ?? confirmBy).getTime()}-${id}`;

/**
 * Deadlines before the first are near; what is unfinished since before the second is in trouble; letters that were refused
 * before the third are forgotten.
 */
export const horizons = (now: Date): readonly [soon: Date, stuck: Date, forgotten: Date] => [
  new Date(now.getTime() + EXPIRING_SOON_DAYS * DAY_MS),
  new Date(now.getTime() - SIGNING_TROUBLE_MS),
  new Date(now.getTime() - REFUSED_LETTER_DAYS * DAY_MS),
];

/** A time that PostgreSQL can hold, and the row. */
const timed = /^(\d{1,14})-(\d{1,15})$/;

export function listQuery(
  { filter, after = '', regions, now, fourEyes }: Omit<QueueRequest, 'limit'>,
  limit: number,
): { readonly statement: Statement; readonly values: readonly unknown[] } {
  const kind = { regional: regions !== 'all', fourEyes };
  const own = regions === 'all' ? [] : [regions];
  const [soon, stuck, forgotten] = horizons(now);
  const [, time, id] = timed.exec(after) ?? []; // a cursor that is none of ours begins anew
  const from = (start: readonly [Date, number]) => (time && id ? [new Date(Number(time)), Number(id)] : start);
  const behind = from([new Date(0), 0]);
  const byDeadline = (statuses: readonly string[], deadline: Date, since: Date, apart: boolean) => ({
    statement: queueStatements.byDeadline({ ...kind, fourEyes: apart }),
    values: [statuses, limit, ...behind, deadline, since, ...own],
  });
  switch (filter) {
    case 'to-confirm':
      return byDeadline(['submitted'], NEVER, NEVER, fourEyes);
    case 'expiring-soon':
      return byDeadline(['submitted'], soon, NEVER, false);
    case 'trouble':
      return byDeadline(['confirmed', 'signing', 'signing-unknown'], NEVER, stuck, false);
    case 'second-operator':
      return { statement: queueStatements.confirmedOnce(kind), values: [limit, ...behind, ...own] };
    case 'revocation-asked':
      return { statement: queueStatements.revocations(kind), values: [limit, ...behind, ...own] };
    case 'letters-refused': {
      const before = from([NEVER, Number.MAX_SAFE_INTEGER]);
      return { statement: queueStatements.refusedLetters(kind), values: [limit, ...before, forgotten, ...own] };
    }
    case 'all': {
      const before = /^\d{1,15}$/.test(after) ? Number(after) : Number.MAX_SAFE_INTEGER;
      return { statement: queueStatements.newest(kind), values: [limit, before, ...own] };
    }
  }
}
