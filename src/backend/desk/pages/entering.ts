// The end of every step of a log-in: a session under a new token, and where to go on.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionStage } from '../login/sessions.ts';
import type { Operator } from '../operators/operator.ts';
import { nextField } from '../requests/form-fields.ts';
import { stagePaths, visitOf } from '../requests/visit.ts';
import type { DeskTools } from './desk-pages.ts';

/** For pages of a log-in under way, which `visit.ts` shows to nobody without a session. */
export function visitorOf(request: FastifyRequest): Operator {
  const { session } = visitOf(request);
  if (!session) throw new Error('the page is not guarded');
  return session.operator;
}

/** `landing`: where an opened desk begins, unless another page was asked for before the log-in. */
export async function enter(
  { rendering, sessions, cookies, note }: DeskTools,
  request: FastifyRequest,
  reply: FastifyReply,
  { operator, stage, landing = '/' }: { readonly operator: Operator; readonly stage: SessionStage; landing?: string },
) {
  const old = cookies.read(request, 'session');
  cookies.set(reply, 'session', await sessions.begin(operator, stage, old));
  const next = ownPath(nextField(request), rendering.base);
  if (stage === 'open') {
    await note(request, 'desk-login', { actorId: operator.id });
    return reply.redirect(next ?? rendering.base + landing, 303);
  }
  return reply.redirect(`${rendering.base}${stagePaths[stage]}${next ? `?next=${encodeURIComponent(next)}` : ''}`, 303);
}

/** Only a page of the desk, never another site. */
function ownPath(path: string, base: string): string | undefined {
  const url = URL.canParse(path, 'http://desk') ? new URL(path, 'http://desk') : undefined;
  if (url?.origin !== 'http://desk' || !url.pathname.startsWith(`${base}/`)) return undefined;
  return url.pathname === `${base}/` || url.pathname === `${base}/login` ? undefined : url.pathname + url.search;
}
