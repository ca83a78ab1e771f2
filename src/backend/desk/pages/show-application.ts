// The page of one application, whatever was asked of it before.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { revocationReasons } from '../../../contract/statuses.ts';
import type { ApplicationNumber } from '../../../domain/application-number.ts';
import { type ApplicationForDesk, checklistDocuments, type DeskRefusal } from '../../applications/desk-work.ts';
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

/** The moves, and between them what one of two operators did. */
function historyOf({ timeline, first }: ApplicationForDesk) {
  const moves = timeline.map(({ status, notice, ...move }) => ({
    ...move,
    step: notice ? `notice-${notice}` : `status-${status}`,
    status,
  }));
  if (!first) return moves;
  const decided = timeline.findIndex(({ at, status }) => status !== 'submitted' || at > first.at);
  const confirmed = {
    step: 'act-confirmed-first',
    status: 'submitted' as const,
    at: first.at,
    actor: `operator:${first.operatorId}`,
  };
  return moves.toSpliced(decided < 0 ? moves.length : decided, 0, confirmed);
}

/** The code that the authority's last answer left in the audit. */
async function readTrouble({ auditLog }: DeskTools, { number }: ApplicationForDesk) {
  const lines = await auditLog.read({ subject: number, limit: 50 });
  const last = lines.find(({ action }) => action === 'signing-unknown' || action === 'still-unknown');
  const { unknown, misissued } = last?.details ?? {};
  return { misissued: misissued !== undefined, code: misissued ?? unknown };
}
