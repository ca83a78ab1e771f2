// Letters that came to nothing because of their address: kept, told of, and sent again once there is a better one.
import type { Database } from '../../database/database.ts';
import { statement } from '../../database/sql.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Letter, LettersRefused } from '../applications/letter.ts';
import { type ApplicationRow, applicationOf, lockByNumber, personalContext } from './application-row.ts';
import type { AuditChain } from './audit-chain.ts';
import type { Changes } from './changes.ts';
import { letterContext, type Outbox } from './outbox.ts';

const refuse = statement(
  'letter_refuse',
  `UPDATE letter l SET state = 'failed', at = $2, problem = $3 FROM application a
   WHERE l.id = $1 AND l.state <> 'failed' AND a.id = l.application_id RETURNING a.number`,
);
const writePersonal = statement('application_personal', 'UPDATE application SET personal = $2 WHERE id = $1');
/** The newest one is sent again; the others say nothing new any more. */
const takeRefused = statement(
  'letter_take_refused',
  `WITH refused AS (SELECT id, content, at FROM letter WHERE application_id = $1 AND state = 'failed' AND content IS NOT NULL),
     emptied AS (UPDATE letter SET content = NULL WHERE id IN (SELECT id FROM refused))
   SELECT id, content FROM refused ORDER BY at DESC LIMIT 1`,
);
const forget = statement('letter_forget', "UPDATE letter SET content = NULL WHERE state = 'failed' AND at < $1");

export interface RefusedLetters extends LettersRefused {
  /** For a job: nobody has given a better address in time. */
  forget(before: Date): Promise<void>;
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
    refuse: (id, at, problem) =>
      changes.commit(async (sql) => {
        const [letter] = await sql.query<{ number: ApplicationNumber }>(refuse, [id, at, problem.slice(0, 64)]);
        const [row] = letter ? await sql.query<ApplicationRow>(lockByNumber, [letter.number]) : [];
        if (!row) return;
        const { status } = row;
        const change = { status, actor: 'clock', at, notice: 'letter-refused', details: { problem } } as const;
        await changes.record(sql, [applicationOf(row, sealing)], change);
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
    async forget(before) {
      await database.query(forget, [before]);
    },
  };
}
