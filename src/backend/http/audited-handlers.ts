// The API's part of the audit: every refusal, and every look of an owner at personal data. What changes something is audited
// where it is stored. What cannot be audited is not answered.
import { parseApplicationNumber } from '../../domain/application-number.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Audit, AuditEntry } from '../applications/audit.ts';
import type { Limits } from '../applications/limits.ts';
import type { Outcome, Refusal } from '../applications/refusal.ts';
import type { Call, Handlers } from './handler.ts';

export interface Auditing {
  readonly audit: Audit;
  readonly limits: Limits;
  readonly clock: Clock;
}

type AnyCall = Call<'submit'> | Call<'readApplication'>;
type AnyHandler = (call: AnyCall) => Promise<Outcome<unknown>>;

/** Files and views with name, e-mail and IIN, also when it is masked. */
const showsPerson = (name: string, value: unknown): boolean =>
  name.startsWith('readForm') || (name === 'readApplication' && (value as { view: string }).view === 'owner');

/** One line an hour for whoever goes on trying: the refusals are counted elsewhere, and must not fill the audit. */
const TOO_MANY_ONCE = { name: 'audited-too-many', tries: 1, seconds: 3_600 };

export function auditCalls(handlers: Handlers, { audit, limits, clock }: Auditing): Handlers {
  const entry = (action: string, { path: { number = '' } }: AnyCall, details: NonNullable<AuditEntry['details']>) =>
    audit.append({
      at: clock(),
      actor: 'applicant',
      action,
      subject: parseApplicationNumber(number) ?? '',
      details,
    });

  const isToldAlready = async ({ because }: Refusal, { owner, client }: AnyCall) =>
    because === 'too-many-tries' && (await limits.take(TOO_MANY_ONCE, owner ?? client)) !== undefined;

  const audited =
    (name: string, handle: AnyHandler): AnyHandler =>
    async (call) => {
      const outcome = await handle(call);
      if ('value' in outcome) {
        if (showsPerson(name, outcome.value)) await entry('read-by-owner', call, { what: name });
      } else if (!(await isToldAlready(outcome, call))) {
        const { because, field = '', reason = '' } = outcome;
        await entry('request-refused', call, { what: name, because, field, reason });
      }
      return outcome;
    };

  const all = Object.entries(handlers).map(([name, handle]) => [name, audited(name, handle as unknown as AnyHandler)]);
  return Object.fromEntries(all) as Handlers;
}
