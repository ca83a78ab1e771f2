// The history of all applications in the order in which it happened: what front-ends follow, and each one's timeline.
import { EventEmitter } from 'node:events';
import type { StatusChange } from '../../contract/schemas.ts';
import type { ApplicationStatus, Notice } from '../../contract/statuses.ts';
import type { Database } from '../../database/database.ts';
import { type Sql, statement } from '../../database/sql.ts';
import type { Moment } from '../applications/lifecycle.ts';

/** The head's row stays locked until the commit, so no cursor ever appears behind a greater one: record last. */
const record = statement(
  'move_record',
  `WITH head AS (UPDATE feed_head SET cursor = cursor + cardinality($1::bigint[]) WHERE id = 1 RETURNING cursor)
   INSERT INTO move (cursor, application_id, status, at, actor, notice)
   SELECT head.cursor - cardinality($1::bigint[]) + moved.position, moved.id, moved.status, moved.at, moved.actor, moved.notice
   FROM head, unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::text[], $5::text[])
     WITH ORDINALITY AS moved (id, status, at, actor, notice, position)`,
);
const after = statement(
  'moves_after',
  `SELECT m.cursor, a.number, a.owner, m.status, m.at, m.notice FROM move m JOIN application a ON a.id = m.application_id
   WHERE m.cursor > $1 ORDER BY m.cursor LIMIT 200`,
);
const ofApplication = statement(
  'moves_of_application',
  'SELECT status, at, actor, notice FROM move WHERE application_id = $1 ORDER BY cursor',
);

export interface Moved {
  readonly id: number;
  readonly status: ApplicationStatus;
  readonly at: Date;
  readonly actor: string;
  /** Null for a move. */
  readonly notice: Notice | null;
}

export interface Feed {
  record(sql: Sql, moved: readonly Moved[]): Promise<void>;
  /** To be called after the commit; other processes find out within `POLL_MS`. */
  wake(): void;
  /** The changes after a cursor, oldest first, 200 at most; waits for the first one until `signal` aborts. */
  changesAfter(cursor: number, signal: AbortSignal): Promise<readonly StatusChange[]>;
  timeline(applicationId: number): Promise<readonly Moment[]>;
}

const POLL_MS = 500;

export function createFeed(database: Database): Feed {
  const bell = new EventEmitter().setMaxListeners(0);

  const read = async (cursor: number): Promise<StatusChange[]> => {
    const rows = await database.query<Omit<StatusChange, 'at'> & { at: Date }>(after, [cursor]);
    return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  };

  const ringOrPause = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        bell.off('change', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, POLL_MS);
      bell.once('change', done);
      signal.addEventListener('abort', done, { once: true });
    });

  return {
    async record(sql, moved) {
      const column = <Name extends keyof Moved>(name: Name) => moved.map((each) => each[name]);
      await sql.query(record, [column('id'), column('status'), column('at'), column('actor'), column('notice')]);
    },
    wake: () => void bell.emit('change'),
    async changesAfter(cursor, signal) {
      for (;;) {
        const ringing = ringOrPause(signal); // listens before it reads, so that nothing falls in between
        const changes = await read(cursor);
        if (changes.length > 0 || signal.aborted) return changes;
        await ringing;
      }
    },
    timeline: (applicationId) => database.query<Moment>(ofApplication, [applicationId]),
  };
}
