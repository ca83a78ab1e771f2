// The two writes of every signing. Those of many applications that come at the same time share a transaction: one commit, one
// wait for the locks of feed and audit, for all of them. For each one the order stays: bytes and "signing" stored, then signed.

import { batch } from '../../database/batch.ts';
import { type Sql, type Statement, statement } from '../../database/sql.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Application } from '../applications/application.ts';
import type { PreparedSigning, SignedCertificate } from '../applications/certificates.ts';
import { type ApplicationRow, applicationColumns, applicationOf } from './application-row.ts';
import type { Change, Changed, Changes } from './changes.ts';

/**
 * Each in one statement, for every exchange with the database is waited for by all who come after. `status || ''` keeps it from
 * an index on the status, where those that have just left it are met again until the next vacuum.
 */
const beginAll = statement(
  'signing_begin_all',
  `WITH begun AS (
     SELECT * FROM unnest($1::bpchar[], $2::timestamptz[], $3::text[], $4::bytea[], $5::timestamptz[], $6::timestamptz[])
       AS begun (number, at, serial, prepared, prepared_at, lease_until)),
   locked AS (
     SELECT * FROM application WHERE number = ANY($1::bpchar[]) AND status || '' = 'confirmed' ORDER BY id FOR UPDATE),
   chosen AS (SELECT locked.id, begun.* FROM locked JOIN begun USING (number)),
   stored AS (
     INSERT INTO certificate (serial, application_id, prepared, prepared_at, lease_until)
     SELECT serial, id, prepared, prepared_at, lease_until FROM chosen),
   moved AS (
     UPDATE application a SET status = 'signing', since = chosen.at FROM chosen WHERE a.id = chosen.id)
   SELECT ${applicationColumns} FROM locked AS application ORDER BY application.id`,
);
const finishAll = statement(
  'signing_finish_all',
  `WITH signed AS (
     SELECT * FROM unnest($1::bpchar[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[])
       AS signed (number, at, certificate, root, chain, valid_from, valid_to)),
   locked AS (
     SELECT * FROM application WHERE number = ANY($1::bpchar[]) AND status || '' IN ('signing', 'signing-unknown')
     ORDER BY id FOR UPDATE),
   chosen AS (SELECT locked.id, signed.* FROM locked JOIN signed USING (number)),
   stored AS (
     UPDATE certificate c SET certificate = chosen.certificate, root = chosen.root,
       chain = ARRAY(SELECT jsonb_array_elements_text(chosen.chain::jsonb)),
       valid_from = chosen.valid_from, valid_to = chosen.valid_to, lease_until = NULL
     FROM chosen WHERE c.application_id = chosen.id AND c.certificate IS NULL
     RETURNING chosen.id, chosen.at),
   moved AS (
     UPDATE application a SET status = 'issued', since = stored.at, open_key = NULL FROM stored WHERE a.id = stored.id)
   SELECT ${applicationColumns} FROM locked AS application
   WHERE application.id IN (SELECT id FROM stored) ORDER BY application.id`,
);

interface Begin {
  readonly kind: 'begin';
  readonly number: ApplicationNumber;
  readonly at: Date;
  readonly signing: PreparedSigning;
  readonly leaseUntil: Date;
}

interface Finish {
  readonly kind: 'finish';
  readonly number: ApplicationNumber;
  readonly at: Date;
  readonly signed: SignedCertificate;
}

type Step = Begin | Finish;

/** A portion of the sweep; the statements grow with it. */
const MOST = 200;

/** Undefined for whoever finds the application in another status: another was faster. */
export function createSigningRounds(
  sealing: Sealing,
  changes: Changes,
): (step: Step) => Promise<Application | undefined> {
  const write = async <Kind extends Step>(
    sql: Sql,
    steps: readonly Kind[],
    writing: Writing<Kind>,
  ): Promise<Changed[]> => {
    const first = new Map(steps.toReversed().map((step) => [step.number, step])); // of two for one application the first
    if (first.size === 0) return [];
    const rows = await sql.query<ApplicationRow>(writing.statement, transpose([...first.values()].map(writing.values)));
    return rows.flatMap((row) => {
      const step = first.get(row.number);
      return step ? [{ application: applicationOf(row, sealing), change: writing.change(step) }] : [];
    });
  };

  const together = (steps: readonly Step[]) =>
    changes.commit(async (sql) => {
      const begun = await write(sql, steps.filter(isBegin), beginning);
      const finished = await write(sql, steps.filter(isFinish), finishing);
      await changes.recordEach(sql, [...begun, ...finished]);
      return assign(steps, { begin: begun, finish: finished });
    });

  /** One that cannot be written must not keep the others from it. */
  const eachAlone = (steps: readonly Step[]) =>
    Promise.allSettled(steps.map(async (step) => (await together([step]))[0]));

  const round = batch<Step, PromiseSettledResult<Application | undefined>>(async (steps) => {
    if (steps.length === 1) return eachAlone(steps);
    const outcomes = await together(steps).catch(() => undefined);
    return outcomes?.map((value) => ({ status: 'fulfilled', value }) as const) ?? eachAlone(steps);
  }, MOST);

  return async (step) => {
    const outcome = await round(step);
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  };
}

interface Writing<Kind extends Step> {
  readonly statement: Statement;
  /** One row of the statement's arrays. */
  values(step: Kind): readonly unknown[];
  change(step: Kind): Change;
}

const beginning: Writing<Begin> = {
  statement: beginAll,
  values: ({ number, at, leaseUntil, signing: { serial, bytes, preparedAt } }) => [
    number,
    at,
    serial,
    bytes,
    preparedAt,
    leaseUntil,
  ],
  change: ({ at, signing: { serial } }) => ({ status: 'signing', actor: 'ca', at, details: { serial } }),
};

const finishing: Writing<Finish> = {
  statement: finishAll,
  values: ({ number, at, signed: { files, validFrom, validTo } }) => [
    number,
    at,
    files.certificate,
    files.root,
    JSON.stringify(files.chain),
    validFrom,
    validTo,
  ],
  change: ({ at, signed: { validTo } }) => ({ status: 'issued', actor: 'ca', at, validTo }),
};

const transpose = (rows: readonly (readonly unknown[])[]): unknown[][] =>
  (rows[0] ?? []).map((_, column) => rows.map((row) => row[column]));

const isBegin = (step: Step): step is Begin => step.kind === 'begin';
const isFinish = (step: Step): step is Finish => step.kind === 'finish';

/** What each step made of its application; nothing for the second of two for the same. */
function assign(
  steps: readonly Step[],
  changed: Readonly<Record<Step['kind'], readonly Changed[]>>,
): (Application | undefined)[] {
  const applications = { begin: byNumber(changed.begin), finish: byNumber(changed.finish) };
  return steps.map(({ kind, number }) => {
    const application = applications[kind].get(number);
    applications[kind].delete(number);
    return application;
  });
}

const byNumber = (changed: readonly Changed[]) =>
  new Map(
    changed.map(({ application, change: { status, at } }) => [
      application.number,
      { ...application, status, since: at } satisfies Application,
    ]),
  );
