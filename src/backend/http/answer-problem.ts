// The one edge where refusals and exceptions become problem documents (RFC 9457).
import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, problem } from '../../contract/problems.ts';
import { describeError } from '../log/describe-error.ts';

export function answerProblem(reply: FastifyReply, document: Problem): FastifyReply {
  if (document.code === 'token-invalid') reply.header('www-authenticate', 'Bearer');
  if (document.retryAfter !== undefined) reply.header('retry-after', document.retryAfter);
  return reply.code(document.status).type('application/problem+json').send(JSON.stringify(document));
}

export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { statusCode = 500 } = error as Partial<FastifyError>;
  if (statusCode === 413) return answerProblem(reply, problem('body-too-large'));
  if (statusCode >= 400 && statusCode < 500) return answerProblem(reply, problem('request-invalid'));
  const reference = randomUUID().slice(0, 8);
  const route = `${request.method} ${request.routeOptions.url ?? ''}`;
  request.log.error({ reference, route, error: describeError(error) }, 'request failed');
  return answerProblem(reply, problem(isOutage(error) ? 'unavailable' : 'internal', { reference }));
}

/** PostgreSQL out of reach, starting or stopping, out of connections, or a lock that was not given in time. */
function isOutage(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return /^(ECONN|EPIPE|ETIMEDOUT|08|57P|53|55P03|40)/.test(String(code)) || /timeout exceeded/.test(String(message));
}
