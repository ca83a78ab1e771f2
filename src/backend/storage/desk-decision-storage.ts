import { randomBytes } from 'node:crypto';
import type { Database } from '../../database/database.ts';
import { type Sql, statement } from '../../database/sql.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Application } from '../applications/application.ts';
import type { DeskDecisions, FirstConfirmation } from '../applications/desk-decisions.ts';
import type { DeskRefusal } from '../applications/desk-work.ts';
import { type ApplicationRow, applicationOf, lockByNumber } from './application-row.ts';
import type { ApplicationStorage } from './application-storage.ts';
import type { AuditChain } from './audit-chain.ts';
import type { Changes } from './changes.ts';
import { noteFirst, selectFirst, settleFirst, sweepFirst, takeBackFirst } from './first-confirmation-statements.ts';

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

export interface DeskDecisionParts {
  readonly database: Database;
  readonly sealing: Sealing;
  readonly changes: Changes;
  readonly audit: AuditChain;
  readonly applications: ApplicationStorage;
}

export function createDeskDecisions(parts: DeskDecisionParts): DeskDecisions {
  const { database, sealing, changes, audit, applications } = parts;
  const tokenOf = (seen: string) => sealing.fingerprint(`desk view ${seen}`);
  const contentOf = (application: Application) =>
    sealing.fingerprint(`desk content ${JSON.stringify(shown(application))}`);
  /** What a page showed: the application, and whether someone had confirmed it before. */
  const viewOf = (application: Application, first: FirstConfirmation | undefined) =>
    first
      ? sealing.fingerprint(`desk view of ${contentOf(application)} ${first.operatorId} ${first.at.toISOString()}`)
      : contentOf(application);

  const findFirst = async (sql: Sql, application: Application): Promise<FirstConfirmation | undefined> => {
    const [row] = await sql.query<FirstRow>(selectFirst, [application.id]);
    if (!row) return undefined;
    const { shown: seen, hasLeft, ...first } = row;
    return { ...first, counts: !hasLeft && seen === contentOf(application) };
  };

  const note = async (sql: Sql, application: Application, { by, move: { at } }: Decision) => {
    const { id, region, confirmBy, number } = application;
    const person = by.iinFingerprint ?? null;
    await sql.query(noteFirst, [id, by.id, person, contentOf(application), at, region, confirmBy]);
    await audit.appendTo(sql, [{ at, actor: `operator:${by.id}`, action: 'confirmed-first', subject: number }]);
    return { value: application };
  };

  /** Under the lock of the row: nothing changes any more between the look and what is made of it. */
  const openView = async <Verdict extends string | undefined>(
    sql: Sql,
    { number, seen, by, at, judge }: View<Verdict>,
  ): Promise<{ because: DeskRefusal } | { application: Application; first?: FirstConfirmation; verdict: Verdict }> => {
    const [row] = await sql.query<ApplicationRow>(lockByNumber, [number]);
    if (!row) return { because: 'application-unknown' };
    const application = applicationOf(row, sealing);
    const first = await findFirst(sql, application);
    const verdict = judge(application, first);
    if (verdict !== undefined && verdict !== 'as-first') return { because: verdict as DeskRefusal };
    const [view] = await sql.query<{ shown: string; expiresAt: Date }>(take, [tokenOf(seen), row.id, by.id]);
    if (!view || view.expiresAt <= at) return { because: 'seen-stale' };
    if (view.shown !== viewOf(application, first))
      return { because: first && view.shown === contentOf(application) ? 'confirmed-meanwhile' : 'seen-stale' };
    return { application, verdict, ...(first && { first }) };
  };

  const decideIn = async (sql: Sql, decision: Decision): ReturnType<DeskDecisions['decide']> => {
    const { number, by, move } = decision;
    const view = await openView(sql, { ...decision, at: move.at });
    if ('because' in view) return view;
    const { application, first, verdict } = view;
    if (verdict === 'as-first') return note(sql, application, decision);
    await sql.query(settleFirst, [application.id]);
    const together = first?.counts && move.to === 'confirmed' ? { details: { first: first.operatorId } } : {};
    const actor = `operator:${by.id}`;
    const moved = { ...move, ...together, number, from: [application.status], actor };
    const value = await applications.moveIn(sql, moved);
    return value ? { value } : { because: 'application-state' };
  };

  return {
    async sweep(now) {
      await database.query(sweepViews, [now]);
      await database.query(sweepFirst);
    },
    firstConfirmation: (application) => findFirst(database, application),
    async show(application, by, expiresAt, first) {
      const seen = randomBytes(24).toString('base64url');
      await database.query(insert, [tokenOf(seen), application.id, by.id, viewOf(application, first), expiresAt]);
      return seen;
    },
    decide: (decision) => changes.commit((sql) => decideIn(sql, decision)),
    use: (view) =>
      database.transaction(async (sql) => {
        const opened = await openView(sql, view);
        return 'because' in opened ? opened.because : undefined;
      }),
    takeBack: ({ number, by, at }) =>
      database.transaction(async (sql) => {
        const [row] = await sql.query<ApplicationRow>(lockByNumber, [number]);
        if (row?.status !== 'submitted') return false;
        if ((await sql.query(takeBackFirst, [row.id, by.id])).length === 0) return false;
        const actor = `operator:${by.id}`;
        await audit.appendTo(sql, [{ at, actor, action: 'confirmation-taken-back', subject: number }]);
        return true;
      }),
  };
}

type FirstRow = Omit<FirstConfirmation, 'counts'> & { readonly shown: string; readonly hasLeft: boolean };
type Decision = Parameters<DeskDecisions['decide']>[0];
type View<Verdict> = Omit<Decision, 'move' | 'judge'> & {
  readonly at: Date;
  readonly judge: (application: Application, first: FirstConfirmation | undefined) => Verdict;
};

/** Everything an operator decides upon. */
const shown = ({ id: _, owner: __, csr, ...rest }: Application) => ({
  ...rest,
  csr: csr && Buffer.from(csr).toString('base64'),
});
