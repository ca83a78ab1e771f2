// An operator's decision, under the lock of the application's row: nothing changes between the look and what is made of it.
import { randomBytes } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import { type Sql, statement } from '../../database/sql.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Application } from '../applications/application.ts';
import type {
  DeskDecisions,
  FirstConfirmation,
  FirstConfirmations,
  Press,
  Verdict,
} from '../applications/desk-decisions.ts';
import type { DeskRefusal } from '../applications/desk-work.ts';
import { type SharedDecision, sharedDecisionOn } from '../applications/lifecycle.ts';
import type { RevocationFacts } from '../applications/revocations.ts';
import { type ApplicationRow, applicationOf, lockByNumber } from './application-row.ts';
import type { ApplicationStorage } from './application-storage.ts';
import type { AuditChain } from './audit-chain.ts';
import type { Changes } from './changes.ts';
import { noteFirst, selectFirsts, settleFirst, sweepFirst, takeBackFirst } from './first-confirmation-statements.ts';
import type { StoredRevocations } from './revocation-storage.ts';

const insert = statement(
  'desk_view_insert',
  'INSERT INTO desk_view (token, application_id, operator_id, shown, expires_at) VALUES ($1, $2, $3, $4, $5)',
);
const take = statement(
  'desk_view_take',
  `DELETE FROM desk_view WHERE token = $1 AND application_id = $2 AND operator_id = $3
   RETURNING shown, expires_at AS "expiresAt"`,
);
const sweepViews = statement('desk_view_sweep', 'DELETE FROM desk_view WHERE expires_at <= $1');

const firstActions: Readonly<Record<SharedDecision, string>> = {
  confirmed: 'confirmed-first',
  revoked: 'revocation-confirmed-first',
};

export interface DeskDecisionParts {
  readonly database: Database;
  readonly sealing: Sealing;
  readonly changes: Changes;
  readonly audit: AuditChain;
  readonly applications: ApplicationStorage;
  readonly revocations: StoredRevocations;
}

export function createDeskDecisions(parts: DeskDecisionParts): DeskDecisions {
  const { database, sealing, changes, audit, applications, revocations } = parts;
  const tokenOf = (seen: string) => sealing.fingerprint(`desk view ${seen}`);
  const contentOf = (application: Application) =>
    sealing.fingerprint(`desk content ${JSON.stringify(shown(application))}`);
  /** What a page showed: the application, and whether someone had confirmed it, or its revocation, before. */
  const viewOf = (application: Application, { confirmed, revoked }: FirstConfirmations) => {
    const firsts = [confirmed, revoked].map((first) => first && [first.operatorId, first.at, first.reason]);
    return sealing.fingerprint(`desk view of ${contentOf(application)} ${JSON.stringify(firsts)}`);
  };

  const findFirsts = async (sql: Sql, application: Application): Promise<FirstConfirmations> => {
    const rows = await sql.query<FirstRow>(selectFirsts, [application.id]);
    return Object.fromEntries(
      rows.map(({ decision, shown: seen, hasLeft, ...first }) => [
        decision,
        { ...first, counts: !hasLeft && seen === contentOf(application) },
      ]),
    );
  };

  /** What this operator saw, if it is what is there now. Of two operators at once the second one waits here. */
  const openView = async (
    sql: Sql,
    { number, seen, by, at, judge }: View,
  ): Promise<{ because: DeskRefusal } | { application: Application; firsts: FirstConfirmations; asFirst: boolean }> => {
    const [row] = await sql.query<ApplicationRow>(lockByNumber, [number]);
    if (!row) return { because: 'application-unknown' };
    const application = applicationOf(row, sealing);
    const firsts = await findFirsts(sql, application);
    const verdict = await judge(application, firsts);
    if (verdict !== undefined && verdict !== 'as-first') return { because: verdict };
    const [view] = await sql.query<{ shown: string; expiresAt: Date }>(take, [tokenOf(seen), row.id, by.id]);
    if (!view || view.expiresAt <= at) return { because: 'seen-stale' };
    if (view.shown === viewOf(application, firsts)) return { application, firsts, asFirst: verdict === 'as-first' };
    const decision = sharedDecisionOn(row.status);
    const before = decision ? { ...firsts, [decision]: undefined } : firsts;
    return { because: view.shown === viewOf(application, before) ? 'confirmed-meanwhile' : 'seen-stale' };
  };

  const note = async (
    sql: Sql,
    application: Application,
    { by, at, decision, reason }: Pick<View, 'by' | 'at'> & First,
  ) => {
    const { id, region, confirmBy, number } = application;
    const content = contentOf(application);
    await sql.query(noteFirst, [
      id,
      decision,
      by.id,
      by.iinFingerprint ?? null,
      reason,
      content,
      at,
      region,
      confirmBy,
    ]);
    const entry = { at, actor: `operator:${by.id}`, action: firstActions[decision], subject: number };
    await audit.appendTo(sql, [{ ...entry, ...(reason && { details: { reason } }) }]);
  };

  const decideIn = async (sql: Sql, decision: Decision): ReturnType<DeskDecisions['decide']> => {
    const { number, by, move } = decision;
    const judge: View['judge'] = async (application, { confirmed }) => decision.judge(application, confirmed);
    const view = await openView(sql, { ...decision, judge, at: move.at });
    if ('because' in view) return view;
    const { application, firsts, asFirst } = view;
    if (asFirst) {
      await note(sql, application, { by, at: move.at, decision: 'confirmed', reason: null });
      return { value: application };
    }
    await sql.query(settleFirst, [application.id, 'confirmed']);
    const { confirmed: first } = firsts;
    const together = first?.counts && move.to === 'confirmed' ? { details: { first: first.operatorId } } : {};
    const actor = `operator:${by.id}`;
    const moved = { ...move, ...together, number, from: [application.status], actor };
    const value = await applications.moveIn(sql, moved);
    return value ? { value } : { because: 'application-state' };
  };

  const revokeIn = async (sql: Sql, revocation: Revocation): ReturnType<DeskDecisions['revoke']> => {
    const { number, by, at, reason } = revocation;
    const judge: View['judge'] = async (application, { revoked }) =>
      revocation.judge(application, revoked, await revocations.findIn(sql, application.id));
    const view = await openView(sql, { ...revocation, judge });
    if ('because' in view) return view;
    const { application, firsts, asFirst } = view;
    const { id, status } = application;
    if (asFirst) {
      await note(sql, application, { by, at, decision: 'revoked', reason });
      return { value: { status, waitsFor: 'second-operator' } };
    }
    await sql.query(settleFirst, [id, 'revoked']);
    const { revoked } = firsts;
    const first = revoked?.counts && revoked.reason === reason ? revoked.operatorId : undefined;
    await revocations.decideIn(sql, { number, reason, by: `operator:${by.id}`, at, first });
    return { value: { status, waitsFor: 'authority' } };
  };

  return {
    async sweep(now) {
      await database.query(sweepViews, [now]);
      await database.query(sweepFirst);
    },
    firstConfirmations: (application) => findFirsts(database, application),
    async show(application, by, expiresAt, firsts = {}) {
      const seen = randomBytes(24).toString('base64url');
      await database.query(insert, [tokenOf(seen), application.id, by.id, viewOf(application, firsts), expiresAt]);
      return seen;
    },
    decide: (decision) => changes.commit((sql) => decideIn(sql, decision)),
    revoke: (revocation) => changes.commit((sql) => revokeIn(sql, revocation)),
    takeBack: ({ number, by, at }) =>
      database.transaction(async (sql) => {
        const [row] = await sql.query<ApplicationRow>(lockByNumber, [number]);
        const decision = row && sharedDecisionOn(row.status);
        if (!decision || (await sql.query(takeBackFirst, [row.id, decision, by.id])).length === 0) return false;
        const entry = { at, actor: `operator:${by.id}`, action: 'confirmation-taken-back', subject: number };
        await audit.appendTo(sql, [{ ...entry, details: { of: decision } }]);
        return true;
      }),
  };
}

type FirstRow = Omit<FirstConfirmation, 'counts'> & {
  readonly decision: SharedDecision;
  readonly shown: string;
  readonly hasLeft: boolean;
};
type Decision = Parameters<DeskDecisions['decide']>[0];
type Revocation = Parameters<DeskDecisions['revoke']>[0];
interface First {
  readonly decision: SharedDecision;
  readonly reason: RevocationFacts['reason'] | null;
}
interface View extends Press {
  readonly at: Date;
  readonly judge: (application: Application, firsts: FirstConfirmations) => Promise<Verdict>;
}

/** Everything an operator decides upon. */
const shown = ({ id: _, owner: __, csr, ...rest }: Application) => ({
  ...rest,
  csr: csr && Buffer.from(csr).toString('base64'),
});
