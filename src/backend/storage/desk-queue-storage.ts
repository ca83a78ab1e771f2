// The desk's lists, through Prisma: filters and pages by key, so that the last page costs no more than the first.

import type { ApplicationStatus } from '../../contract/statuses.ts';
import type { Database } from '../../database/database.ts';
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import { parseDomainName } from '../../domain/domain-name.ts';
import { parseIin } from '../../domain/iin.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Personal } from '../applications/application.ts';
import { type DeskQueue, EXPIRING_SOON_DAYS } from '../applications/desk-queue.ts';
import type { LetterForDesk, OperatorIdentity, QueueEntry, QueueFilter } from '../applications/desk-work.ts';
import { personalContext } from './application-row.ts';
import { PrismaClient } from './generated/client.ts';
import type { ApplicationWhereInput } from './generated/models.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const MOST_FOUND = 50;
const MOST_PER_PAGE = 200;
const columns = {
  id: true,
  number: true,
  status: true,
  since: true,
  submittedAt: true,
  confirmBy: true,
  personal: true,
  domain: true,
  region: true,
  city: true,
} as const;

type Row = {
  readonly id: bigint;
  readonly number: string;
  readonly status: string;
  readonly since: Date;
  readonly submittedAt: Date;
  readonly confirmBy: Date;
  readonly personal: Uint8Array | null;
  readonly domain: string;
  readonly region: string;
  readonly city: string;
};

export function createDeskQueue(database: Database, sealing: Sealing): DeskQueue {
  const prisma = new PrismaClient({ adapter: database.adapter });
  const entryOf = (row: Row) => entry(row, sealing);

  return {
    async list(filter, { after, limit = 50 }, regions, now) {
      const take = Math.min(Math.max(1, limit), MOST_PER_PAGE);
      const rows = await prisma.application.findMany({
        where: { AND: [filterOf(filter, now), regionsOf(regions), behind(after)] },
        orderBy: [{ confirmBy: 'asc' }, { id: 'asc' }],
        take: take + 1,
        select: columns,
      });
      const page = rows.slice(0, take);
      const last = page.at(-1);
      return { entries: page.map(entryOf), next: rows.length > take && last ? cursorOf(last) : undefined };
    },
    async search(text, regions) {
      const rows = await prisma.application.findMany({
        where: { AND: [matchOf(text, sealing), regionsOf(regions)] },
        orderBy: { id: 'desc' },
        take: MOST_FOUND,
        select: columns,
      });
      return rows.map(entryOf);
    },
    async counts(regions, now) {
      const count = (filter: QueueFilter) =>
        prisma.application.count({ where: { AND: [filterOf(filter, now), regionsOf(regions)] } });
      const [toConfirm, expiringSoon, trouble] = await Promise.all([
        count('to-confirm'),
        count('expiring-soon'),
        count('trouble'),
      ]);
      return { 'to-confirm': toConfirm, 'expiring-soon': expiringSoon, trouble };
    },
    async letters(applicationId) {
      const rows = await prisma.letter.findMany({
        where: { applicationId },
        orderBy: { at: 'asc' },
        select: { kind: true, state: true, at: true, problem: true },
      });
      return rows as LetterForDesk[];
    },
  };
}

function filterOf(filter: QueueFilter, now: Date): ApplicationWhereInput {
  switch (filter) {
    case 'to-confirm':
      return { status: 'submitted' };
    case 'expiring-soon':
      return { status: 'submitted', confirmBy: { lt: new Date(now.getTime() + EXPIRING_SOON_DAYS * DAY_MS) } };
    case 'trouble':
      return { status: { in: ['confirmed', 'signing', 'signing-unknown'] } };
    case 'all':
      return {};
  }
}

const regionsOf = (regions: OperatorIdentity['regions']): ApplicationWhereInput =>
  regions === 'all' ? {} : { region: { in: [...regions] } };

const cursorOf = ({ confirmBy, id }: Row): string => `${confirmBy.getTime()}-${id}`;

/** A cursor that is none of ours begins at the first page. */
function behind(cursor = ''): ApplicationWhereInput {
  const [, time, id] = /^(\d{1,15})-(\d{1,18})$/.exec(cursor) ?? [];
  if (time === undefined || id === undefined) return {};
  const confirmBy = new Date(Number(time));
  return { OR: [{ confirmBy: { gt: confirmBy } }, { confirmBy, id: { gt: BigInt(id) } }] };
}

/** Nothing can be found by a text that is neither a number, an IIN nor a domain. */
function matchOf(text: string, sealing: Sealing): ApplicationWhereInput {
  const number = parseApplicationNumber(text);
  if (number) return { number };
  const iin = parseIin(text);
  if ('value' in iin) return { iinFingerprint: sealing.fingerprint(iin.value) };
  const domain = parseDomainName(text);
  return 'value' in domain ? { domain: domain.value.ascii } : { id: -1n };
}

const nobody = { surname: null, givenName: null, patronymic: null };

function entry({ id: _, personal, ...row }: Row, sealing: Sealing): QueueEntry {
  const number = row.number as ApplicationNumber;
  const opened = personal && sealing.open<Personal>(personal, personalContext(number));
  return { ...row, number, status: row.status as ApplicationStatus, person: opened?.person ?? nobody };
}
