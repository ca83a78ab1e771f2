// Who asks, in which language, and whether they may: decided before any page's own code runs.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { closestLanguage, type Language, languages } from '../../../domain/language.ts';
import type { Session, SessionStage, Sessions } from '../login/sessions.ts';
import type { Operator } from '../operators/operator.ts';
import type { Cookies } from './cookies.ts';
import { createVisitCookie, csrfToken, isOwnForm } from './csrf.ts';
import { queryField } from './form-fields.ts';

/** What a route asks of its visitor; a route that says nothing is open to logged-in operators only. */
type DeskAccess = 'anyone' | 'file' | 'logged-in' | SessionStage | 'administrator';

export interface Visit {
  readonly language: Language;
  readonly session: Session | undefined;
  /** For the forms of the page. */
  readonly csrf: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    desk?: DeskAccess;
  }
  interface FastifyRequest {
    deskVisit: Visit | null;
  }
}

export function visitOf(request: FastifyRequest): Visit {
  if (!request.deskVisit) throw new Error('the page is asked for before its visitor');
  return request.deskVisit;
}

/** For pages that `open` or `administrator` guards. */
export function operatorOf(request: FastifyRequest): Operator {
  const { session } = visitOf(request);
  if (session?.stage !== 'open') throw new Error('the page is not guarded');
  return session.operator;
}

/** Where each stage of a log-in goes on. */
export const stagePaths = {
  'second-factor': '/second-factor',
  'new-password': '/new-password',
  'new-second-factor': '/new-second-factor',
  open: '/',
} as const;

export interface Refusals {
  oldForm(request: FastifyRequest, reply: FastifyReply): FastifyReply;
  forbidden(request: FastifyRequest, reply: FastifyReply): FastifyReply;
}

export function guardVisits(app: FastifyInstance, sessions: Sessions, cookies: Cookies, refusals: Refusals): void {
  app.decorateRequest('deskVisit', null);
  app.addHook('preHandler', async (request, reply) => {
    const access = request.routeOptions.config.desk ?? 'open';
    if (access === 'file') return;
    const language = languageOf(request, cookies);
    const token = cookies.read(request, 'session');
    // The log-in page does not look at a session: opening it by itself after the idle time must not prolong one.
    const session = access === 'anyone' || token === undefined ? undefined : await sessions.find(token);
    const anchor = session?.token ?? visitCookie(request, reply, cookies);
    request.deskVisit = { language, session, csrf: csrfToken(anchor) };
    const chosen = languages.find((each) => each === queryField(request, 'language'));
    if (request.method === 'GET' && chosen) return keepLanguage(request, reply, cookies, chosen);
    return refuse(access, session, request, reply, () => isOwnForm(request, anchor));
  });

  function refuse(
    access: DeskAccess,
    session: Session | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
    isOwn: () => boolean,
  ) {
    if (access !== 'anyone' && !session) return toLogin(app.prefix, request, reply, cookies);
    const needed = access === 'administrator' ? 'open' : access;
    if (session && needed !== 'logged-in' && session.stage !== needed)
      return reply.redirect(app.prefix + stagePaths[session.stage], 303);
    if (request.method === 'POST' && !isOwn()) return refusals.oldForm(request, reply);
    if (access === 'administrator' && !session?.operator.administrator) return refusals.forbidden(request, reply);
    return undefined;
  }
}

function toLogin(base: string, request: FastifyRequest, reply: FastifyReply, cookies: Cookies) {
  const idle = cookies.read(request, 'session') === undefined ? '' : 'why=idle&';
  const next = request.method === 'GET' ? `next=${encodeURIComponent(request.url)}` : '';
  return reply.redirect(`${base}/login?${idle}${next}`, 303);
}

function languageOf(request: FastifyRequest, cookies: Cookies): Language {
  const kept = languages.find((each) => each === cookies.read(request, 'language'));
  return kept ?? closestLanguage(request.headers['accept-language']?.slice(0, 35).split(',')[0]);
}

function keepLanguage(request: FastifyRequest, reply: FastifyReply, cookies: Cookies, language: Language) {
  cookies.set(reply, 'language', language);
  const url = new URL(request.url, 'http://desk');
  url.searchParams.delete('language');
  return reply.redirect(url.pathname + url.search, 303);
}

function visitCookie(request: FastifyRequest, reply: FastifyReply, cookies: Cookies): string {
  const kept = cookies.read(request, 'visit');
  if (kept !== undefined) return kept;
  const made = createVisitCookie();
  cookies.set(reply, 'visit', made);
  return made;
}
