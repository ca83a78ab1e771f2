// The page of one application, whatever was asked of it before.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ApplicationStatus, revocationReasons } from '../../../contract/statuses.ts';
import type { ApplicationNumber } from '../../../domain/application-number.ts';
import {
  type ApplicationForDesk,
  checklistDocuments,
  type DeskRefusal,
  type FirstForDesk,
} from '../../applications/desk-work.ts';
import { identityOf } from '../operators/operator.ts';
import { operatorOf } from '../requests/visit.ts';
import { applicationWords } from './application-words.ts';
import type { DeskTools } from './desk-pages.ts';
import { reasonTemplates } from './reason-templates.ts';

export interface Showing {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly number: ApplicationNumber | undefined;
}

export async function showApplication(
  tools: DeskTools,
  { request, reply, number }: Showing,
  { fullIin = false, ...values }: Readonly<Record<string, unknown>> & { readonly fullIin?: boolean } = {},
) {
  const { rendering, work, translate, operators } = tools;
  const application = number && (await work.find(number, identityOf(operatorOf(request)), { fullIin }));
  if (!application) return rendering.message(request, reply, 'page-missing');
  const words = rendering.words(request);
  return rendering.page(request, reply, 'application', {
    section: 'queue',
    here: `${rendering.base}/applications/${application.number}`,
    application,
    fullIin,
    checklist: checklistDocuments,
    ticked: [],
    reasons: reasonTemplates(words, application.language, translate),
    history: historyOf(application),
    revocationReasons,
    compromisedAtOnce: work.compromisedAtOnce,
    signingTrouble: application.may.lookIntoSigning ? await readTrouble(tools, application) : undefined,
    ...applicationWords(words, await operators.list()),
    ...values,
  });
}

/** Of the form, not of what became of the application meanwhile. */
const mistakes: readonly DeskRefusal[] = ['checklist-incomplete', 'reason-missing', 'confirmation-mistyped'];

/** The same page again with what is true now, and with what was filled in. */
export function showRefused(
  tools: DeskTools,
  showing: Showing,
  because: DeskRefusal,
  filledIn: Readonly<Record<string, unknown>>,
) {
  const problem = tools.rendering.words(showing.request).t(`because-${because}`);
  const code = mistakes.includes(because) ? 422 : 409;
  return showApplication(tools, { ...showing, reply: showing.reply.code(code) }, { ...filledIn, problem });
}

interface Step {
  readonly step: string;
  readonly status: ApplicationStatus;
  readonly at: Date;
  readonly actor: string;
}

/** The moves, and between them what one of two operators did. */
function historyOf({ timeline, first, firstRevocation }: ApplicationForDesk): readonly Step[] {
  const moves = timeline.map(({ status, notice, at, actor }) => {
    const step = notice ? `notice-${notice}` : `status-${status}`;
    return { step, status, at, actor };
  });
  const confirmed = insertFirst(moves, first, 'act-confirmed-first', (status) => status !== 'submitted');
  return insertFirst(confirmed, firstRevocation, 'act-revocation-confirmed-first', (status) => status === 'revoked');
}

function insertFirst(
  steps: readonly Step[],
  first: FirstForDesk | null,
  step: string,
  isLater: (status: ApplicationStatus) => boolean,
): readonly Step[] {
  if (!first) return steps;
  const { at, operatorId } = first;
  const next = steps.findIndex((each) => isLater(each.status) || each.at > at);
  const place = next < 0 ? steps.length : next;
  const status = steps[place - 1]?.status ?? 'submitted';
  return steps.toSpliced(place, 0, { step, status, at, actor: `operator:${operatorId}` });
}

/** The code that the authority's last answer left in the audit. */
async function readTrouble({ auditLog }: DeskTools, { number }: ApplicationForDesk) {
  const lines = await auditLog.read({ subject: number, limit: 50 });
  const last = lines.find(({ action }) => action === 'signing-unknown' || action === 'still-unknown');
  const { unknown, misissued } = last?.details ?? {};
  return { misissued: misissued !== undefined, code: misissued ?? unknown };
}
