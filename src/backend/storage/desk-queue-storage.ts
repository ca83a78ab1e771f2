// The desk's lists: pages by key, and what is found by number, IIN or domain.
import type { ApplicationStatus, RevocationReason } from '../../contract/statuses.ts';
import type { Database } from '../../database/database.ts';
import { type ApplicationNumber, parseApplicationNumber } from '../../domain/application-number.ts';
import { parseDomainName } from '../../domain/domain-name.ts';
import { parseIin } from '../../domain/iin.ts';
import { nameless } from '../../domain/person-name.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Personal } from '../applications/application.ts';
import type { DeskQueue } from '../applications/desk-queue.ts';
import type { LetterForDesk, OperatorIdentity, QueueCounts, QueueEntry } from '../applications/desk-work.ts';
import type { SharedDecision } from '../applications/lifecycle.ts';
import { personalContext } from './application-row.ts';
import { cursorOf, horizons, listQuery } from './desk-queue-pages.ts';
import { queueStatements } from './desk-queue-statements.ts';
import { PrismaClient } from './generated/client.ts';
import type { ApplicationWhereInput } from './generated/models.ts';

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

export interface QueueRow {
  readonly id: number | bigint;
  readonly number: string;
  readonly status: string;
  readonly since: Date;
  readonly submittedAt: Date;
  readonly confirmBy: Date;
  readonly personal: Uint8Array | null;
  readonly domain: string;
  readonly region: string;
  readonly city: string;
  readonly firstBy?: string | null;
  readonly firstOf?: SharedDecision | null;
  readonly letterKind?: string;
  readonly letterAt?: Date;
  readonly letterProblem?: string | null;
  readonly reason?: RevocationReason;
  readonly askedAt?: Date;
  readonly decidedAt?: Date | null;
}

export function createDeskQueue(database: Database, sealing: Sealing): DeskQueue {
  const prisma = new PrismaClient({ adapter: database.adapter });
  const entryOf = (row: QueueRow) => entry(row, sealing);

  return {
    async list({ limit = 50, ...request }) {
      const take = Math.min(Math.max(1, limit), MOST_PER_PAGE);
      const { statement, values } = listQuery(request, take + 1);
      const rows = await database.query<QueueRow>(statement, values);
      const page = rows.slice(0, take);
      const last = page.at(-1);
      const next = rows.length > take && last ? cursorOf(request.filter, last) : undefined;
      return { entries: page.map(entryOf), next };
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
    async counts({ regions, now, fourEyes }) {
      const regional = regions !== 'all';
      const values = [...horizons(now), ...(regional ? [regions] : [])];
      const [row] = await database.query<QueueCounts>(queueStatements.counts({ regional, fourEyes }), values);
      return row as QueueCounts;
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

const regionsOf = (regions: OperatorIdentity['regions']): ApplicationWhereInput =>
  regions === 'all' ? {} : { region: { in: [...regions] } };

/** Nothing can be found by a text that is neither a number, an IIN nor a domain. */
function matchOf(text: string, sealing: Sealing): ApplicationWhereInput {
  const number = parseApplicationNumber(text);
  if (number) return { number };
  const iin = parseIin(text);
  if ('value' in iin) return { iinFingerprint: sealing.fingerprint(iin.value) };
  const domain = parseDomainName(text);
  return 'value' in domain ? { domain: domain.value.ascii } : { id: -1n };
}

function entry(queued: QueueRow, sealing: Sealing): QueueEntry {
  const { id: _, personal, reason, askedAt, decidedAt = null, letterKind, letterAt, letterProblem, ...row } = queued;
  const revocation = reason && askedAt && { reason, askedAt, decidedAt };
  const letter = letterKind && letterAt && { kind: letterKind, at: letterAt, problem: letterProblem ?? null };
  const number = row.number as ApplicationNumber;
  const opened = personal && sealing.open<Personal>(personal, personalContext(number));
  return {
    ...row,
    number,
    status: row.status as ApplicationStatus,
    person: opened?.person ?? nameless,
    ...(revocation && { revocation }),
    ...(letter && { letter }),
  };
}
