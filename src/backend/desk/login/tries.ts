import type { Database } from '../../../database/database.ts';
import { statement } from '../../../database/sql.ts';
import type { Clock } from '../../../domain/clock.ts';
import type { Sealing } from '../../../sealing/sealing.ts';

/** Counts tries of log-ins in storage, so that neither a restart nor a second instance gives an attacker more of them. */
export interface Tries {
  /**
   * Takes one try for each of `subjects` before anything is checked, so that tries at the same time cannot slip through.
   * Until when to wait if one of them has none left.
   */
  take(subjects: readonly TrySubject[]): Promise<{ readonly until: Date } | undefined>;
  /** After a success: the account's count begins anew, an address only gets this one try back. */
  giveBack(subjects: readonly TrySubject[]): Promise<void>;
}

export type TrySubject =
  | { readonly kind: 'account'; readonly name: string }
  | { readonly kind: 'second-factor'; readonly name: string }
  | { readonly kind: 'address'; readonly name: string };

const WINDOW_MS = 15 * 60_000;
/** Behind one address there may be a whole office. */
const allowed = { account: 5, 'second-factor': 5, address: 40 } as const;

const takeTry = statement(
  'desk_take_try',
  `INSERT INTO desk_login_attempts AS a (key, tries, since) VALUES ($1, 1, $2)
   ON CONFLICT (key) DO UPDATE SET
     tries = CASE WHEN a.since <= $3 THEN 1 ELSE a.tries + 1 END,
     since = CASE WHEN a.since <= $3 THEN $2 ELSE a.since END
   RETURNING tries, since`,
);
const forgetTries = statement('desk_forget_tries', 'DELETE FROM desk_login_attempts WHERE key = $1');
const returnTry = statement('desk_return_try', 'UPDATE desk_login_attempts SET tries = tries - 1 WHERE key = $1');
const sweepTries = statement('desk_sweep_tries', 'DELETE FROM desk_login_attempts WHERE since <= $1');

export function createTries(database: Database, sealing: Sealing, clock: Clock): Tries {
  const keyOf = ({ kind, name }: TrySubject) =>
    sealing.fingerprint(`desk try ${kind} ${kind === 'address' ? network(name) : name}`);

  return {
    async take(subjects) {
      const now = clock();
      const windowStart = new Date(now.getTime() - WINDOW_MS);
      let until: Date | undefined;
      for (const subject of subjects) {
        const [row] = await database.query<{ tries: number; since: Date }>(takeTry, [keyOf(subject), now, windowStart]);
        if (row && row.tries > allowed[subject.kind]) until = new Date(row.since.getTime() + WINDOW_MS);
      }
      return until && { until };
    },
    async giveBack(subjects) {
      for (const subject of subjects) {
        await database.query(subject.kind === 'address' ? returnTry : forgetTries, [keyOf(subject)]);
      }
      await database.query(sweepTries, [new Date(clock().getTime() - WINDOW_MS)]);
    },
  };
}

/** One subscriber has 2^64 IPv6 addresses, so only the network part counts; an IPv4 address counts whole. */
const network = (address: string): string =>
  address.includes('.') || !address.includes(':') ? address : expand(address).slice(0, 4).join(':');

function expand(address: string): readonly string[] {
  const [head = '', tail = ''] = address.split('::');
  const parts = head.split(':');
  const rest = tail === '' ? [] : tail.split(':');
  return [...parts, ...Array<string>(Math.max(0, 8 - parts.length - rest.length)).fill('0'), ...rest];
}
