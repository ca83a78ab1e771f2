// Letters on their way: stored with the move that causes them, opened by the job that sends them, emptied once they have
// left, or where they may come back, a week later.
import { randomUUID } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import { type Sql, statement } from '../../database/sql.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Letter, LettersToSend } from '../applications/letter.ts';

const insert = statement(
  'letter_insert',
  `INSERT INTO letter (id, application_id, kind, state, at, content)
   SELECT id, application_id, kind, 'waiting', at, content
   FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::timestamptz[], $5::bytea[])
     AS new (id, application_id, kind, at, content)
   WHERE kind <> 'delayed' OR NOT EXISTS (SELECT 1 FROM letter l WHERE l.application_id = new.application_id AND l.kind = 'delayed')
   RETURNING id`,
);
const selectWaiting = statement('letter_waiting', "SELECT content FROM letter WHERE id = $1 AND state = 'waiting'");
const settle = statement(
  'letter_settle',
  `UPDATE letter SET state = $2, at = $3, problem = $4, content = CASE WHEN $5 THEN content END
   WHERE id = $1 AND state = 'waiting'`,
);
const note = statement('letter_note', "UPDATE letter SET problem = $2 WHERE id = $1 AND state = 'waiting'");
const selectStuck = statement(
  'letter_stuck',
  "SELECT id FROM letter WHERE state = 'waiting' AND at < $1 ORDER BY at LIMIT 500",
);

export interface OutgoingLetter {
  readonly applicationId: number;
  readonly letter: Letter;
  readonly at: Date;
}

export interface Outbox extends LettersToSend {
  /** Within the transaction of the move. */
  put(sql: Sql, letters: readonly OutgoingLetter[]): Promise<void>;
  /** Letters that wait since before this moment. */
  stuck(before: Date): Promise<readonly string[]>;
}

export const letterContext = (id: string) => `letter ${id}`;

/** `enqueue` orders the sending in the same transaction. `keepSent`: the content stays when a letter has been sent. */
export function createOutbox(
  database: Database,
  sealing: Sealing,
  enqueue: (sql: Sql, ids: readonly string[]) => Promise<void>,
  keepSent: boolean,
): Outbox {
  return {
    async put(sql, letters) {
      if (letters.length === 0) return;
      const rows = letters.map((letter) => ({ id: randomUUID(), ...letter }));
      const ids = rows.map(({ id }) => id);
      const contents = rows.map(({ id, letter }) => sealing.seal(letter, letterContext(id)));
      const kinds = rows.map(({ letter }) => letter.kind);
      const [applicationIds, moments] = [rows.map(({ applicationId }) => applicationId), rows.map(({ at }) => at)];
      const put = await sql.query<{ id: string }>(insert, [ids, applicationIds, kinds, moments, contents]);
      await enqueue(
        sql,
        put.map(({ id }) => id),
      );
    },
    async open(id) {
      const [row] = await database.query<{ content: Uint8Array | null }>(selectWaiting, [id]);
      return row?.content ? revive(sealing.open<Letter>(row.content, letterContext(id))) : undefined;
    },
    async settle(id, state, at, problem) {
      await database.query(settle, [id, state, at, problem ?? null, keepSent && state === 'sent']);
    },
    async note(id, problem) {
      await database.query(note, [id, problem.slice(0, 64)]);
    },
    async stuck(before) {
      const rows = await database.query<{ id: string }>(selectStuck, [before]);
      return rows.map(({ id }) => id);
    },
  };
}

/** JSON has no dates. */
const revive = (letter: Letter): Letter => ({
  ...letter,
  confirmBy: new Date(letter.confirmBy),
  revocation: letter.revocation ?? null, // of before there were revocations
  validTo: letter.validTo && new Date(letter.validTo),
});
