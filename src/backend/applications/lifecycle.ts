// The life of an application as a table: what it may become, and who makes the move. Knows no storage.
import { type ApplicationStatus, applicationStatuses, type Notice } from '../../contract/statuses.ts';

export type Actor = 'applicant' | 'operator' | 'ca' | 'clock';

/** status -> what it may become -> who makes that move. A status without an entry is an end. */
export const lifecycle = {
  submitted: { confirmed: 'operator', refused: 'operator', withdrawn: 'applicant', expired: 'clock' },
  confirmed: { signing: 'ca', refused: 'ca' },
  signing: { issued: 'ca', 'signing-unknown': 'ca', refused: 'ca' },
  'signing-unknown': { issued: 'ca', signing: 'ca', refused: 'ca' },
  issued: { 'set-up': 'applicant', revoked: 'operator', superseded: 'clock' },
  'set-up': { revoked: 'operator', superseded: 'clock' },
  superseded: { revoked: 'operator' },
  refused: {},
  withdrawn: {},
  expired: {},
  revoked: {},
} as const satisfies Record<ApplicationStatus, Partial<Record<ApplicationStatus, Actor>>>;

/** One line of the history of an application. */
export interface Moment {
  readonly status: ApplicationStatus;
  readonly at: Date;
  /** `applicant`, `operator:<id>`, `ca` or `clock`. */
  readonly actor: string;
  /** What happened while the status stayed; null for a move. */
  readonly notice: Notice | null;
}

export const whoMoves = (from: ApplicationStatus, to: ApplicationStatus): Actor | undefined =>
  (lifecycle[from] as Partial<Record<ApplicationStatus, Actor>>)[to];

/** All statuses from which this actor may make this move. */
export const mayBecome = (to: ApplicationStatus, actor: Actor): readonly ApplicationStatus[] =>
  applicationStatuses.filter((from) => whoMoves(from, to) === actor);

/** With these there is a certificate that visitors can be shown, so it can be revoked. */
export const revocableStatuses = mayBecome('revoked', 'operator');

/** What operators may decide to make of an application, and may have to agree on: at most one of them in each status. */
export type SharedDecision = 'confirmed' | 'revoked';

export const sharedDecisionOn = (status: ApplicationStatus): SharedDecision | undefined =>
  (['confirmed', 'revoked'] as const).find((decision) => whoMoves(status, decision) === 'operator');

/** While an application is open, its person cannot apply for the same domain again. */
export const openStatuses = [
  'submitted',
  'confirmed',
  'signing',
  'signing-unknown',
] as const satisfies ApplicationStatus[];

/** With these the personal data are destroyed: nobody decided on them, and nobody will. */
export const destroyingStatuses = ['withdrawn', 'expired'] as const satisfies ApplicationStatus[];
