// The one HTTP server of the backend: its limits, and what it answers to requests that reach no route.
import fastify, { type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import { problem } from '../../contract/problems.ts';
import { MAX_BODY_BYTES } from '../../contract/routes.ts';
import { answerError, answerProblem } from './answer-problem.ts';

export function createServer(log: Logger, trustedProxies: readonly string[]): FastifyInstance {
  const app = fastify({
    loggerInstance: log as unknown as NonNullable<Parameters<typeof fastify>[0]>['loggerInstance'],
    logController: new LogController({ disableRequestLogging: true }), // addresses hold application numbers
    // Only their X-Forwarded-For is believed: anyone can write one, and would count as somebody new with each request.
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 256 },
    frameworkErrors: answerError,
  }) as unknown as FastifyInstance;
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((_, reply) => answerProblem(reply, problem('not-found')));
  app.get('/health', async () => ({ status: 'ok' }));
  app.addHook('onResponse', async (request, reply) => {
    const route = `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
    request.log.debug({ route, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime) }, 'answered');
  });
  return app;
}
