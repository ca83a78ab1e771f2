// Who may work at the desk: stored, added, reset. Knows nothing of pages, cookies or applications.
import { randomUUID } from 'node:crypto';
import type { Database } from '../../../database/database.ts';
import type { Clock } from '../../../domain/clock.ts';
import { maskIin, parseIin } from '../../../domain/iin.ts';
import type { Sealing } from '../../../sealing/sealing.ts';
import { type Operator, type OperatorRefusal, type OperatorRegions, parseOperatorName } from './operator.ts';
import { type OperatorRow, operatorOf, statements } from './operator-statements.ts';
import {
  createOneTimePassword,
  hashPassword,
  type PasswordCost,
  type PasswordRefusal,
  refusePassword,
  strongCost,
  verifyPassword,
} from './passwords.ts';
import { createSecondFactor, secondFactorStep } from './second-factor.ts';

type Result<Value, Because> = { readonly value: Value } | { readonly because: Because };

interface NewOperator {
  readonly name: string;
  readonly iin: string;
  readonly regions: OperatorRegions;
  readonly administrator: boolean;
}

export interface Operators {
  /** The value is the one-time password, to be handed over and changed at the first log-in. */
  add(operator: NewOperator): Promise<Result<string, OperatorRefusal>>;
  /** A new one-time password; ends all sessions and takes the second factor away. */
  reset(name: string): Promise<Result<string, OperatorRefusal>>;
  setRegions(name: string, regions: OperatorRegions): Promise<Result<true, OperatorRefusal>>;
  /** Disabling ends all sessions; the operator stays listed, since the audit names it. */
  setDisabled(name: string, disabled: boolean): Promise<Result<true, OperatorRefusal>>;
  list(): Promise<readonly Operator[]>;
  find(name: string): Promise<Operator | undefined>;
  /** The operator whose password this is. Takes the same time for a name that does not exist. */
  verify(name: string, password: string): Promise<Operator | undefined>;
  /** `iin` only for an operator that has none yet. */
  changePassword(
    operator: Operator,
    change: { readonly current?: string | undefined; readonly password: string; readonly iin?: string | undefined },
  ): Promise<Result<true, PasswordRefusal | 'password-current' | 'password-same' | 'operator-iin'>>;
  /** A secret that counts only after `enableSecondFactor` proved that the app has it. */
  beginSecondFactor(operator: Operator): Promise<string>;
  enableSecondFactor(operator: Operator, code: string): Promise<boolean>;
  disableSecondFactor(operator: Operator): Promise<void>;
  checkSecondFactor(operator: Operator, code: string): Promise<boolean>;
  /**
   * For the start of an installation: while nobody has ever logged in, an administrator "admin" with a fresh one-time
   * password, which is returned to be shown; undefined from then on.
   */
  ensureFirst(): Promise<{ readonly name: string; readonly password: string } | undefined>;
}

const FIRST = 'admin';

/** `fingerprintOf` is the applications' own keyed hash, so that an operator's IIN can be compared with an applicant's. */
export function createOperators(
  database: Database,
  sealing: Sealing,
  clock: Clock,
  fingerprintOf: (iin: string) => string,
  cost: PasswordCost = strongCost,
): Operators {
  const contextOf = (id: string) => `desk operator ${id}`;
  const sealedSecret = async (operator: Operator, which: 'totpSecret' | 'totpPending') => {
    const [row] = await database.query<OperatorRow>(statements.byId, [operator.id]);
    const sealed = row?.[which];
    return row && sealed
      ? { secret: sealing.open<string>(sealed, contextOf(operator.id)), lastStep: row.totpLastStep }
      : undefined;
  };

  async function insert(name: string, iin: string | undefined, regions: OperatorRegions, administrator: boolean) {
    const password = createOneTimePassword();
    const inserted = await database.query(statements.insert, [
      randomUUID(),
      name,
      await hashPassword(password, cost),
      administrator,
      regions === 'all',
      regions === 'all' ? [] : regions,
      iin === undefined ? null : fingerprintOf(iin),
      iin === undefined ? null : maskIin(iin),
      clock(),
    ]);
    return inserted.length === 1 ? { value: password } : { because: 'operator-name-taken' as const };
  }

  async function reset(name: string): Promise<Result<string, OperatorRefusal>> {
    const password = createOneTimePassword();
    const changed = await database.query<{ id: string }>(statements.reset, [name, await hashPassword(password, cost)]);
    if (!changed[0]) return { because: 'operator-unknown' };
    await database.query(statements.endSessions, [changed[0].id]);
    return { value: password };
  }

  const known = (rows: readonly unknown[]): Result<true, OperatorRefusal> =>
    rows.length === 1 ? { value: true } : { because: 'operator-unknown' };

  return {
    reset,
    async add({ name: typed, iin: typedIin, regions, administrator }) {
      const name = parseOperatorName(typed);
      const iin = parseIin(typedIin);
      if (name === undefined) return { because: 'operator-name-form' };
      if ('because' in iin) return { because: 'operator-iin' };
      if (regions.length === 0) return { because: 'operator-regions' };
      return insert(name, iin.value, regions, administrator);
    },
    async setRegions(name, regions) {
      if (regions.length === 0) return { because: 'operator-regions' };
      const all = regions === 'all';
      return known(await database.query(statements.setRegions, [name, all, all ? [] : regions]));
    },
    async setDisabled(name, disabled) {
      const rows = await database.query<{ id: string }>(statements.setDisabled, [name, disabled ? clock() : null]);
      if (rows[0] && disabled) await database.query(statements.endSessions, [rows[0].id]);
      return known(rows);
    },
    list: async () => (await database.query<OperatorRow>(statements.list)).map(operatorOf),
    async find(name) {
      const [row] = await database.query<OperatorRow>(statements.byName, [name]);
      return row && operatorOf(row);
    },
    async verify(name, password) {
      const [row] = await database.query<OperatorRow>(statements.byName, [name]);
      const active = row?.disabledAt === null ? row : undefined;
      return (await verifyPassword(password, active?.passwordHash, cost)) && active ? operatorOf(active) : undefined;
    },
    async changePassword(operator, { current, password, iin }) {
      const because = refusePassword(password, operator.name);
      if (because) return { because };
      const [row] = await database.query<OperatorRow>(statements.byId, [operator.id]);
      if (current !== undefined && !(await verifyPassword(current, row?.passwordHash, cost))) {
        return { because: 'password-current' };
      }
      if (await verifyPassword(password, row?.passwordHash, cost)) return { because: 'password-same' };
      const own = parseIin(iin ?? '');
      if (row?.iinFingerprint === null) {
        if ('because' in own) return { because: 'operator-iin' };
        await database.query(statements.setIin, [operator.id, fingerprintOf(own.value), maskIin(own.value)]);
      }
      await database.query(statements.setPassword, [operator.id, await hashPassword(password, cost), clock()]);
      return { value: true };
    },
    async beginSecondFactor(operator) {
      const pending = await sealedSecret(operator, 'totpPending');
      if (pending) return pending.secret;
      const secret = createSecondFactor();
      await database.query(statements.beginSecondFactor, [operator.id, sealing.seal(secret, contextOf(operator.id))]);
      return secret;
    },
    async enableSecondFactor(operator, code) {
      const pending = await sealedSecret(operator, 'totpPending');
      const step = pending && secondFactorStep(pending.secret, code, clock(), 0);
      if (step === undefined) return false;
      return (await database.query(statements.enableSecondFactor, [operator.id, step])).length === 1;
    },
    async disableSecondFactor(operator) {
      await database.query(statements.disableSecondFactor, [operator.id]);
    },
    async checkSecondFactor(operator, code) {
      const known = await sealedSecret(operator, 'totpSecret');
      const step = known && secondFactorStep(known.secret, code, clock(), known.lastStep);
      if (step === undefined) return false;
      return (await database.query(statements.useSecondFactor, [operator.id, step])).length === 1;
    },
    async ensureFirst() {
      const [row] = await database.query<{ operators: number; used: boolean | null }>(statements.everUsed);
      if (row?.used) return undefined;
      const result = row?.operators === 0 ? await insert(FIRST, undefined, 'all', true) : await reset(FIRST);
      return 'value' in result ? { name: FIRST, password: result.value } : undefined;
    },
  };
}
