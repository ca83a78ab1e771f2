import type { FastifyInstance, FastifyReply } from 'fastify';
import type { BotApi, Outcome } from '../bot-api.ts';
import { largestDownload } from '../methods/get-file.ts';
import type { Files } from '../state/files.ts';
import { readMultipart, readPlain } from './read-call.ts';

export interface BotRouteParts {
  token: string;
  api: BotApi;
  files: Files;
}

interface BotRequest {
  Params: { token: string; method: string; '*': string };
}

const unauthorized = { ok: false, error_code: 401, description: 'Unauthorized' };
const notFound = { ok: false, error_code: 404, description: 'Not Found' };

/** `/bot<token>/<method>` and `/file/bot<token>/<path>`. */
export function addBotRoutes(server: FastifyInstance, { token, api, files }: BotRouteParts): void {
  server.all<BotRequest>('/bot:token/:method', async (request, reply) => {
    const { params } = request;
    if (params.token !== token) return refuseToken(params.token, reply);
    const read = request.isMultipart() ? await readMultipart(request) : readPlain(request);
    const signal = params.method === 'getUpdates' ? goneSignal(reply) : neverGone;
    return answer(reply, await api.call({ ...read, method: params.method, signal }));
  });

  server.get<BotRequest>('/file/bot:token/*', (request, reply) => {
    if (request.params.token !== token) return refuseToken(request.params.token, reply);
    const file = files.byPath(request.params['*']);
    if (!file || file.size > largestDownload) return reply.code(404).send(notFound);
    return reply.type('application/octet-stream').send(files.bytes(file));
  });
}

const neverGone = new AbortController().signal;

/** Fires when the caller hangs up before the answer, so that a long poll does not outlive its poller. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => reply.raw.writableFinished || gone.abort());
  return gone.signal;
}

/** A token of the wrong form is an unknown address to the real server. */
function refuseToken(given: string, reply: FastifyReply): FastifyReply {
  const refusal = /^\d+:[\w-]+$/.test(given) ? unauthorized : notFound;
  return reply.code(refusal.error_code).send(refusal);
}

function answer(reply: FastifyReply, outcome: Outcome): FastifyReply {
  if (outcome === 'hang') return reply.hijack();
  if (outcome === 'cut') {
    reply.hijack();
    reply.raw.socket?.destroy();
    return reply;
  }
  if (outcome.ok) return reply.send(outcome);
  if (outcome.parameters?.retry_after) reply.header('retry-after', outcome.parameters.retry_after);
  return reply.code(outcome.error_code).send(outcome);
}
