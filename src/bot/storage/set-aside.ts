import type { Database } from '../../database/database.ts';
import { statement } from '../../database/sql.ts';
import { PrismaClient } from './generated/client.ts';
import { NOBODY } from './inbox-statements.ts';

export interface SetAsideEvent {
  readonly key: string;
  readonly kind: string;
  readonly errorClass: string;
  readonly reference: string;
  readonly receivedAt: Date;
  readonly setAsideAt: Date;
}

/** What failed for good and waits for an operator, who sees what kind of failure it is and never what was written. */
export interface SetAsideEvents {
  /** The newest first. */
  list(limit: number): Promise<readonly SetAsideEvent[]>;
  /** Puts the event at the end of its chat's queue again. False: there is none with this key. */
  replay(key: string): Promise<boolean>;
  drop(key: string): Promise<boolean>;
}

const replay = statement(
  'set_aside_replay',
  `WITH back AS (
     DELETE FROM set_aside WHERE key = $1 RETURNING key, chat_id, kind, payload, received_at
   ), stored AS (
     INSERT INTO inbox (key, chat_id, kind, payload, received_at) SELECT * FROM back
   )
   INSERT INTO conversation AS c (chat_id, pending, owner) SELECT chat_id, 1, '${NOBODY}' FROM back
   ON CONFLICT (chat_id) DO UPDATE SET pending = c.pending + 1, owner = coalesce(c.owner, excluded.owner)
   RETURNING chat_id`,
);

export function createSetAsideEvents(database: Database): SetAsideEvents {
  const prisma = new PrismaClient({ adapter: database.adapter });
  return {
    list: (limit) =>
      prisma.setAside.findMany({
        select: { key: true, kind: true, errorClass: true, reference: true, receivedAt: true, setAsideAt: true },
        orderBy: { setAsideAt: 'desc' },
        take: limit,
      }),
    replay: async (key) => (await database.query(replay, [key])).length > 0,
    drop: async (key) => (await prisma.setAside.deleteMany({ where: { key } })).count > 0,
  };
}
