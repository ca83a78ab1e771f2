// Letters that their address did not take: kept, told of, and sent again once there is a better one.
import type { Database } from '../../database/database.ts';
import { statement } from '../../database/sql.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Letter, LettersRefused } from '../applications/letter.ts';
import { type ApplicationRow, applicationOf, lockByNumber, personalContext } from './application-row.ts';
import type { AuditChain } from './audit-chain.ts';
import type { Changes } from './changes.ts';
import { letterContext, type Outbox } from './outbox.ts';

const selectNumber = statement(
  'letter_number',
  "SELECT a.number FROM letter l JOIN application a ON a.id = l.application_id WHERE l.id = $1 AND l.state <> 'failed'",
);
const selectContent = statement('letter_content', "SELECT content FROM letter WHERE id = $1 AND state <> 'failed'");
/** The newest tells whether the address is known to take no letters: only one that was sent there becomes that. */
const refuse = statement(
  'letter_refuse',
  `UPDATE letter SET state = 'failed', problem = $3, at = CASE WHEN $4 THEN $2::timestamptz ELSE at END,
     content = CASE WHEN $4 THEN content END
   WHERE id = $1 AND state <> 'failed'`,
);
const writePersonal = statement('application_personal', 'UPDATE application SET personal = $2 WHERE id = $1');
/** The newest one is sent again; the others say nothing new any more. */
const takeRefused = statement(
  'letter_take_refused',
  `WITH refused AS (SELECT id, content, at FROM letter WHERE application_id = $1 AND state = 'failed' AND content IS NOT NULL),
     emptied AS (UPDATE letter SET content = NULL WHERE id IN (SELECT id FROM refused))
   SELECT id, content FROM refused ORDER BY at DESC LIMIT 1`,
);
const forget = statement(
  'letter_forget',
  `UPDATE letter l SET content = NULL WHERE l.content IS NOT NULL AND l.state <> 'waiting'
     AND (l.at < CASE l.state WHEN 'sent' THEN $2::timestamptz ELSE $1::timestamptz END
       OR EXISTS (SELECT 1 FROM application a WHERE a.id = l.application_id AND a.personal IS NULL))`,
);

export interface RefusedLetters extends LettersRefused {
  /** For a job: nobody has given a better address in time, what was sent has not come back, or nobody may know any more. */
  forget(failedBefore: Date, sentBefore: Date): Promise<void>;
}

export interface RefusedLetterParts {
  readonly database: Database;
  readonly sealing: Sealing;
  readonly changes: Changes;
  readonly outbox: Outbox;
  readonly audit: AuditChain;
}

export function createRefusedLetters(parts: RefusedLetterParts): RefusedLetters {
  const { database, sealing, changes, outbox, audit } = parts;
  return {
    refuse: (id, at, { because: problem, permanent }) =>
      changes.commit(async (sql) => {
        const [known] = await sql.query<{ number: ApplicationNumber }>(selectNumber, [id]);
        const [row] = known ? await sql.query<ApplicationRow>(lockByNumber, [known.number]) : [];
        const [letter] = row ? await sql.query<{ content: Uint8Array | null }>(selectContent, [id]) : [];
        if (!row || !letter) return;
        const application = applicationOf(row, sealing);
        const to = letter.content && sealing.open<Letter>(letter.content, letterContext(id)).to;
        const goesThere = to !== null && to === application.personal?.email;
        await sql.query(refuse, [id, at, problem.slice(0, 64), goesThere]);
        if (!goesThere) return;
        const { status } = row;
        const notice = permanent ? 'letter-refused' : 'letter-undelivered';
        await changes.record(sql, [application], { status, actor: 'clock', at, notice, details: { problem } });
      }),
    changeAddress: (number, to, at) =>
      changes.commit(async (sql) => {
        const [row] = await sql.query<ApplicationRow>(lockByNumber, [number]);
        const application = row && applicationOf(row, sealing);
        if (!application?.personal) return undefined;
        const personal = { ...application.personal, email: to };
        await sql.query(writePersonal, [application.id, sealing.seal(personal, personalContext(number))]);
        const [refused] = await sql.query<{ id: string; content: Uint8Array }>(takeRefused, [application.id]);
        if (refused) {
          const letter = sealing.open<Letter>(refused.content, letterContext(refused.id));
          await outbox.put(sql, [{ applicationId: application.id, letter: { ...letter, to }, at }]);
        }
        const details = { again: refused !== undefined };
        await audit.appendTo(sql, [{ at, actor: 'applicant', action: 'address-changed', subject: number, details }]);
        return { ...application, personal };
      }),
    async forget(failedBefore, sentBefore) {
      await database.query(forget, [failedBefore, sentBefore]);
    },
  };
}
