// The operators' web page: who works here, what they see, what they decide. Server-rendered; it knows applications only
// through `DeskWork` and must not know how they are stored, signed or told of.
import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyError, FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { DeskDependencies } from './dependencies.ts';
import { createSessions } from './login/sessions.ts';
import { createTries } from './login/tries.ts';
import { accountPages } from './pages/account-pages.ts';
import { applicationPages } from './pages/application-pages.ts';
import { auditPages } from './pages/audit-pages.ts';
import { decisionPages } from './pages/decision-pages.ts';
import { figurePages } from './pages/figure-pages.ts';
import { loginPages } from './pages/login-pages.ts';
import { newSecondFactorPages } from './pages/new-second-factor-pages.ts';
import { operatorPages } from './pages/operator-pages.ts';
import { queuePages } from './pages/queue-pages.ts';
import { createRendering } from './pages/rendering.ts';
import { serveAssets } from './requests/assets.ts';
import { createAuditing } from './requests/auditing.ts';
import { createCookies } from './requests/cookies.ts';
import { setSecurityHeaders } from './requests/security-headers.ts';
import { guardVisits } from './requests/visit.ts';
import { wordsIn } from './words.ts';

const MINUTE_MS = 60_000;
const MAX_FORM_BYTES = 16_384;

const everyPage = [
  loginPages,
  newSecondFactorPages,
  queuePages,
  applicationPages,
  decisionPages,
  figurePages,
  operatorPages,
  auditPages,
  accountPages,
];

/** To be registered with a prefix, such as /desk. */
export const deskPlugin =
  (dependencies: DeskDependencies): FastifyPluginAsync =>
  async (app) => {
    const limits = dependencies.sessionLimits ?? { idleMs: 15 * MINUTE_MS, absoluteMs: 600 * MINUTE_MS };
    await app.register(cookie);
    await app.register(formbody, { bodyLimit: MAX_FORM_BYTES });
    app.addHook('onRequest', async (_request, reply) => setSecurityHeaders(reply));

    const rendering = createRendering(dependencies, app.prefix, serveAssets(app), limits.idleMs);
    const sessions = createSessions({ ...dependencies, limits });
    const cookies = createCookies(dependencies.secure);
    guardVisits(app, sessions, cookies, {
      oldForm: (request, reply) => rendering.message(request, reply, 'page-old'),
      forbidden: (request, reply) => rendering.message(request, reply, 'page-forbidden'),
    });

    const tries = createTries(dependencies.database, dependencies.sealing, dependencies.clock);
    const tools = { ...dependencies, rendering, sessions, cookies, tries, note: createAuditing(dependencies) };
    for (const pages of everyPage) pages(app, tools);
    app.setNotFoundHandler((request, reply) => rendering.message(request, reply, 'page-missing'));
    answerErrors(app, dependencies);
  };

/** What nobody foresaw becomes an apology with a number that is also in the log; nothing of the error itself is shown. */
function answerErrors(app: FastifyInstance, { translate }: DeskDependencies): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500;
    const { t } = wordsIn(request.deskVisit?.language ?? 'ru', translate);
    const reference = randomUUID().slice(0, 8);
    if (status === 500)
      request.log.error({ reference, error: error.name, code: error.code, stack: error.stack }, 'desk');
    const text = status === 500 ? `${t('page-broken')}. ${t('page-broken-text', { reference })}` : t('page-old-text');
    return reply.code(status).type('text/plain; charset=utf-8').send(text);
  });
}
