import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../../../database/database.ts';
import { statement } from '../../../database/sql.ts';
import type { Clock } from '../../../domain/clock.ts';
import type { Operator } from '../operators/operator.ts';
import { type OperatorRow, operatorColumns, operatorOf } from '../operators/operator-statements.ts';

/** What is still missing before the desk opens: a code of the second factor, a password of one's own, a second factor at all. */
export type SessionStage = 'second-factor' | 'new-password' | 'new-second-factor' | 'open';

export interface Session {
  readonly token: string;
  readonly stage: SessionStage;
  readonly operator: Operator;
}

export interface SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

/** Log-ins in storage; only the hash of a token is there, so a copy of the database opens no desk. */
export interface Sessions {
  /** Always under a new token, also when only the stage changes: a token from before the log-in is worth nothing. */
  begin(operator: Operator, stage: SessionStage, replacing?: string): Promise<string>;
  /** The session of a cookie, unless it ended; counts as activity. */
  find(token: string): Promise<Session | undefined>;
  end(token: string): Promise<void>;
  /** Ends every other session of the operator, such as after a change of the password. */
  endOthers(session: Session): Promise<void>;
}

const beginSession = statement(
  'desk_begin_session',
  'INSERT INTO desk_sessions (token_hash, operator_id, stage, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)',
);
const noteLogin = statement('desk_note_login', 'UPDATE desk_operators SET logged_in_at = $2 WHERE id = $1');
const findSession = statement(
  'desk_find_session',
  `UPDATE desk_sessions s SET seen_at = $2 FROM desk_operators o
   WHERE s.token_hash = $1 AND s.seen_at > $3 AND s.created_at > $4 AND o.id = s.operator_id AND o.disabled_at IS NULL
   RETURNING s.stage, ${operatorColumns}`,
);
const endSession = statement('desk_end_session', 'DELETE FROM desk_sessions WHERE token_hash = $1');
const endOtherSessions = statement(
  'desk_end_other_sessions',
  'DELETE FROM desk_sessions WHERE operator_id = $1 AND token_hash <> $2',
);
const sweepSessions = statement(
  'desk_sweep_sessions',
  'DELETE FROM desk_sessions WHERE seen_at <= $1 OR created_at <= $2',
);

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

export interface SessionParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly limits: SessionLimits;
  readonly secondFactorRequired: boolean;
}

export function createSessions({ database, clock, limits, secondFactorRequired }: SessionParts): Sessions {
  /** By the facts: sessions from before it was required, and of operators who lost theirs, are not open either. */
  const stageOf = (stored: SessionStage, { hasSecondFactor }: Operator): SessionStage =>
    stored === 'open' && secondFactorRequired && !hasSecondFactor ? 'new-second-factor' : stored;

  const before = (ms: number) => new Date(clock().getTime() - ms);

  return {
    async begin(operator, stage, replacing) {
      const token = randomBytes(32).toString('base64url');
      const now = clock();
      await database.transaction(async (sql) => {
        if (replacing !== undefined) await sql.query(endSession, [hashOf(replacing)]);
        await sql.query(sweepSessions, [before(limits.idleMs), before(limits.absoluteMs)]);
        await sql.query(beginSession, [hashOf(token), operator.id, stage, now]);
        if (stage === 'open') await sql.query(noteLogin, [operator.id, now]);
      });
      return token;
    },
    async find(token) {
      const values = [hashOf(token), clock(), before(limits.idleMs), before(limits.absoluteMs)];
      const [row] = await database.query<OperatorRow & { stage: SessionStage }>(findSession, values);
      if (!row) return undefined;
      const operator = operatorOf(row);
      return { token, operator, stage: stageOf(row.stage, operator) };
    },
    async end(token) {
      await database.query(endSession, [hashOf(token)]);
    },
    async endOthers({ token, operator }) {
      await database.query(endOtherSessions, [operator.id, hashOf(token)]);
    },
  };
}
