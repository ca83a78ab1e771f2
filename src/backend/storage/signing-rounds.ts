// The two writes of every signing. Those of many applications that come at the same time share a transaction: one commit, one
// wait for the locks of feed and audit, for all of them. For each one the order stays: bytes and "signing" stored, then signed.

import type { ApplicationStatus } from '../../contract/statuses.ts';
import { batch } from '../../database/batch.ts';
import { type Sql, statement } from '../../database/sql.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { Application } from '../applications/application.ts';
import type { PreparedSigning, SignedCertificate } from '../applications/certificates.ts';
import { type ApplicationRow, applicationColumns, applicationOf } from './application-row.ts';
import type { ApplicationStorage } from './application-storage.ts';
import type { Changed, Changes } from './changes.ts';

const lockAll = statement(
  'signing_lock_all',
  `SELECT ${applicationColumns} FROM application WHERE number = ANY($1::text[]) AND status = ANY($2::text[])
   ORDER BY id FOR UPDATE`,
);
const insert = statement(
  'signing_insert',
  `INSERT INTO certificate (serial, application_id, prepared, prepared_at, lease_until)
   SELECT * FROM unnest($1::text[], $2::bigint[], $3::bytea[], $4::timestamptz[], $5::timestamptz[])`,
);
const finish = statement(
  'signing_finish',
  `UPDATE certificate c SET certificate = signed.certificate, root = signed.root,
     chain = ARRAY(SELECT jsonb_array_elements_text(signed.chain::jsonb)),
     valid_from = signed.valid_from, valid_to = signed.valid_to, lease_until = NULL
   FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[])
     AS signed (id, certificate, root, chain, valid_from, valid_to)
   WHERE c.application_id = signed.id AND c.certificate IS NULL RETURNING c.application_id AS id`,
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

/** Of a step whose application is locked. */
interface Ready<Kind extends Step> {
  readonly step: Kind;
  readonly before: Application;
}

interface Outcome {
  readonly applications: readonly Application[];
  readonly changed: readonly Changed[];
}

/** A portion of the sweep; the statements grow with it. */
const MOST = 200;

/** Undefined for whoever finds the application in another status: another was faster. */
export function createSigningRounds(
  sealing: Sealing,
  changes: Changes,
  applications: ApplicationStorage,
): (step: Step) => Promise<Application | undefined> {
  const lock = async <Kind extends Step>(sql: Sql, steps: readonly Kind[], from: readonly ApplicationStatus[]) => {
    const first = new Map(steps.toReversed().map((step) => [step.number, step]));
    if (first.size === 0) return [];
    const rows = await sql.query<ApplicationRow>(lockAll, [[...first.keys()], from]);
    return rows.flatMap((row): Ready<Kind>[] => {
      const step = first.get(row.number);
      return step ? [{ step, before: applicationOf(row, sealing) }] : [];
    });
  };

  const moveTo = (sql: Sql, to: ApplicationStatus, ready: readonly Ready<Step>[]) =>
    applications.moveLocked(
      sql,
      to,
      ready.map(({ before, step: { at } }) => ({ before, at })),
    );

  const beginAll = async (sql: Sql, steps: readonly Begin[]): Promise<Outcome> => {
    const ready = await lock(sql, steps, ['confirmed']);
    if (ready.length === 0) return none;
    await sql.query(insert, [
      ready.map(({ step }) => step.signing.serial),
      ready.map(({ before }) => before.id),
      ready.map(({ step }) => step.signing.bytes),
      ready.map(({ step }) => step.signing.preparedAt),
      ready.map(({ step }) => step.leaseUntil),
    ]);
    const changed = ready.map(({ before, step: { at, signing } }): Changed => {
      const details = { serial: signing.serial };
      return { application: before, change: { status: 'signing', actor: 'ca', at, details } };
    });
    return { applications: await moveTo(sql, 'signing', ready), changed };
  };

  const finishAll = async (sql: Sql, steps: readonly Finish[]): Promise<Outcome> => {
    const locked = await lock(sql, steps, ['signing', 'signing-unknown']);
    if (locked.length === 0) return none;
    const stored = await sql.query<{ id: number }>(finish, [
      locked.map(({ before }) => before.id),
      locked.map(({ step }) => step.signed.files.certificate),
      locked.map(({ step }) => step.signed.files.root),
      locked.map(({ step }) => JSON.stringify(step.signed.files.chain)),
      locked.map(({ step }) => step.signed.validFrom),
      locked.map(({ step }) => step.signed.validTo),
    ]);
    const ids = new Set(stored.map(({ id }) => id));
    const ready = locked.filter(({ before }) => ids.has(before.id));
    const changed = ready.map(({ before, step: { at, signed } }): Changed => {
      const { validTo } = signed;
      return { application: before, change: { status: 'issued', actor: 'ca', at, validTo } };
    });
    return { applications: await moveTo(sql, 'issued', ready), changed };
  };

  const together = (steps: readonly Step[]) =>
    changes.commit(async (sql) => {
      const begun = await beginAll(sql, steps.filter(isBegin));
      const finished = await finishAll(sql, steps.filter(isFinish));
      await changes.recordEach(sql, [...begun.changed, ...finished.changed]);
      return assign(steps, begun, finished);
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

const none: Outcome = { applications: [], changed: [] };
const isBegin = (step: Step): step is Begin => step.kind === 'begin';
const isFinish = (step: Step): step is Finish => step.kind === 'finish';

/** Of two steps of one kind for one application the first did it. */
function assign(steps: readonly Step[], begun: Outcome, finished: Outcome): (Application | undefined)[] {
  const left = {
    begin: new Map(begun.applications.map((each) => [each.number, each])),
    finish: new Map(finished.applications.map((each) => [each.number, each])),
  };
  return steps.map(({ kind, number }) => {
    const application = left[kind].get(number);
    left[kind].delete(number);
    return application;
  });
}
