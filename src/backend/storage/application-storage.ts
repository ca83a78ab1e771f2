// Where applications are kept: submitted once, found by number, changed by moves alone.
import { batch } from '../../database/batch.ts';
import type { Database } from '../../database/database.ts';
import { statement } from '../../database/sql.ts';
import { type ApplicationNumber, createApplicationNumber } from '../../domain/application-number.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Application, Submitted } from '../applications/application.ts';
import type { Applications } from '../applications/applications.ts';
import { createMoveIn, type MoveIn } from './application-moves.ts';
import {
  type ApplicationRow,
  applicationColumns,
  applicationOf,
  personalContext,
  selectByNumbers,
} from './application-row.ts';
import type { Changes } from './changes.ts';
import type { Feed } from './feed.ts';
import { createFindOwnerFacts } from './owner-facts.ts';
import { isKeyInLine } from './renewals.ts';

const selectSubmitted = statement(
  'application_by_idempotency_key',
  `SELECT ${applicationColumns} FROM application WHERE owner = $1 AND idempotency_key = $2`,
);
/** Unless another person had it, or a revoked certificate; the row stays locked until the commit. */
const claimKey = statement(
  'key_claim',
  `INSERT INTO used_key AS k (spki_sha256, holder) VALUES ($1, $2)
   ON CONFLICT (spki_sha256) DO UPDATE SET holder = k.holder WHERE k.holder = $2 AND NOT k.revoked RETURNING 1`,
);
const insert = statement(
  'application_insert',
  `INSERT INTO application (number, owner, idempotency_key, body_hash, status, since, submitted_at, confirm_by, personal,
     iin_fingerprint, open_key, region, city, domain, csr, spki_sha256, key_description, key_storage, agreement, agreed_at, language,
     renews_id)
   VALUES ($1, $2, $3, $4, 'submitted', $5, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
     (SELECT id FROM application WHERE number = $20))
   ON CONFLICT DO NOTHING RETURNING ${applicationColumns}`,
);
const selectOpen = statement('application_open', 'SELECT 1 FROM application WHERE open_key = $1');

export interface ApplicationStorage extends Applications {
  readonly moveIn: MoveIn;
}

export function createApplicationStorage(
  database: Database,
  sealing: Sealing,
  changes: Changes,
  feed: Feed,
  randomDigit: () => number,
): ApplicationStorage {
  const opened = ([row]: readonly (ApplicationRow | undefined)[]) => row && applicationOf(row, sealing);

  const find = batch(async (numbers: readonly ApplicationNumber[]) => {
    const rows = await database.query<ApplicationRow>(selectByNumbers, [[...new Set(numbers)]]);
    const byNumber = new Map(rows.map((row) => [row.number, row]));
    return numbers.map((number) => opened([byNumber.get(number)]));
  }, 100);

  const moveIn = createMoveIn(sealing, changes);

  const findSubmitted: Applications['findSubmitted'] = async (owner, key) => {
    const [row] = await database.query<ApplicationRow>(selectSubmitted, [owner, key]);
    return row && { application: applicationOf(row, sealing), bodyHash: row.bodyHash };
  };

  const submitOnce = (submitted: Submitted, key: string, bodyHash: string) =>
    changes.commit(async (sql): Promise<Application | 'key-used' | 'already-applied' | 'taken'> => {
      const { iin } = submitted.personal;
      const { renews, spkiSha256 } = submitted;
      if (renews && (await isKeyInLine(sql, renews, spkiSha256))) return 'key-used';
      const holder = sealing.fingerprint(`${iin} ${submitted.spkiSha256}`);
      if ((await sql.query(claimKey, [submitted.spkiSha256, holder])).length === 0) return 'key-used';
      const values = insertValues(submitted, key, bodyHash);
      const application = opened(await sql.query<ApplicationRow>(insert, values));
      if (!application) {
        const open = await sql.query(selectOpen, [openKeyOf(submitted)]);
        return open.length > 0 ? 'already-applied' : 'taken';
      }
      const { submittedAt: at } = submitted;
      await changes.record(sql, [application], { status: 'submitted', actor: 'applicant', at });
      return application;
    });

  const openKeyOf = ({ personal, domain }: Submitted) => sealing.fingerprint(`open ${personal.iin} ${domain}`);

  const insertValues = (submitted: Submitted, key: string, bodyHash: string) => {
    const number = createApplicationNumber(randomDigit);
    return [
      number,
      submitted.owner,
      key,
      bodyHash,
      submitted.submittedAt,
      submitted.confirmBy,
      sealing.seal(submitted.personal, personalContext(number)),
      sealing.fingerprint(submitted.personal.iin),
      openKeyOf(submitted),
      submitted.region,
      submitted.city,
      submitted.domain,
      submitted.csr,
      submitted.spkiSha256,
      submitted.keyDescription,
      submitted.keyStorage,
      submitted.agreement.version,
      submitted.agreement.agreedAt,
      submitted.language,
      submitted.renews,
    ];
  };

  return {
    findSubmitted,
    moveIn,
    async submit(submitted, { key, bodyHash }) {
      for (;;) {
        const outcome = await submitOnce(submitted, key, bodyHash);
        if (typeof outcome === 'object') return { value: outcome, repeated: false };
        const earlier = await findSubmitted(submitted.owner, key);
        if (earlier && earlier.bodyHash !== bodyHash) return { because: 'idempotency-conflict' };
        if (earlier) return { value: earlier.application, repeated: true };
        if (outcome !== 'taken') return { because: outcome };
        // Neither the person's application nor the owner's: the random number was taken, or the other one closed just now.
      }
    },
    find,
    timeline: feed.timeline,
    findOwnerFacts: createFindOwnerFacts(database),
    move: (change) => changes.commit((sql) => moveIn(sql, change)),
  };
}
