// All of the backend's storage, put together: one database, one way for changes to leave.
import { randomInt } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import { type Sql, statement } from '../../database/sql.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Applications, Deadlines } from '../applications/applications.ts';
import type { CertificateStorage } from '../applications/certificates.ts';
import type { DeskDecisions } from '../applications/desk-decisions.ts';
import type { DeskFigures } from '../applications/desk-figures.ts';
import type { DeskQueue } from '../applications/desk-queue.ts';
import type { Limits } from '../applications/limits.ts';
import type { RevocationStorage } from '../applications/revocations.ts';
import type { PictureCodeStorage } from '../picture-codes/picture-codes.ts';
import { createApplicationStorage } from './application-storage.ts';
import { type AuditChain, createAuditChain, createAuditMac, FIRST_MAC } from './audit-chain.ts';
import { createCertificateStorage } from './certificate-storage.ts';
import { createChanges } from './changes.ts';
import { createDeadlines } from './deadline-storage.ts';
import { createDeskDecisions } from './desk-decision-storage.ts';
import { createDeskFigures } from './desk-figures-storage.ts';
import { createDeskQueue } from './desk-queue-storage.ts';
import { createFeed, type Feed } from './feed.ts';
import { createLimits } from './limit-storage.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createPictureCodeStorage } from './picture-code-storage.ts';
import { createRefusedLetters, type RefusedLetters } from './refused-letters.ts';
import { createRevocationStorage } from './revocation-storage.ts';

export interface Storage {
  readonly applications: Applications;
  readonly deadlines: Deadlines;
  readonly certificates: CertificateStorage;
  readonly revocations: RevocationStorage;
  readonly decisions: DeskDecisions;
  readonly queue: DeskQueue;
  readonly figures: DeskFigures;
  readonly feed: Feed;
  readonly audit: AuditChain;
  readonly outbox: Outbox;
  readonly refusedLetters: RefusedLetters;
  readonly limits: Limits;
  readonly pictureCodes: PictureCodeStorage;
}

export interface StorageParts {
  readonly database: Database;
  readonly sealing: Sealing;
  /** The audit's MAC is made with a key derived from it. */
  readonly dataKey: Uint8Array;
  readonly clock: Clock;
  readonly enqueueLetters: (sql: Sql, ids: readonly string[]) => Promise<void>;
  /** Where letters may come back: what has left is kept sealed for a while, to be sent to a better address. */
  readonly keepSentLetters?: boolean;
}

const firstHeads = [
  statement('feed_first_head', 'INSERT INTO feed_head (id, cursor) VALUES (1, 0) ON CONFLICT DO NOTHING'),
  statement(
    'audit_first_head',
    `INSERT INTO audit_head (id, sequence, mac) VALUES (1, 0, '${FIRST_MAC}') ON CONFLICT DO NOTHING`,
  ),
];

export async function openStorage({
  database,
  sealing,
  dataKey,
  clock,
  enqueueLetters,
  keepSentLetters = false,
}: StorageParts): Promise<Storage> {
  for (const head of firstHeads) await database.query(head);
  const feed = createFeed(database);
  const audit = createAuditChain(database, createAuditMac(dataKey));
  const outbox = createOutbox(database, sealing, enqueueLetters, keepSentLetters);
  const changes = createChanges(database, feed, outbox, audit);
  const applications = createApplicationStorage(database, sealing, changes, feed, () => randomInt(10));
  const revocations = createRevocationStorage({ database, sealing, changes, audit, applications });
  return {
    applications,
    deadlines: createDeadlines({ sealing, changes, audit, clock }),
    certificates: createCertificateStorage(database, sealing, changes),
    revocations,
    decisions: createDeskDecisions({ database, sealing, changes, audit, applications, revocations }),
    queue: createDeskQueue(database, sealing),
    figures: createDeskFigures(database),
    feed,
    audit,
    outbox,
    refusedLetters: createRefusedLetters({ database, sealing, changes, outbox, audit }),
    limits: createLimits(database, sealing, clock),
    pictureCodes: createPictureCodeStorage(database),
  };
}
