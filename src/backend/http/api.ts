// The API: one Fastify route for each row of the contract's table. Judges requests by the schemas; knows no use case.
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, problem } from '../../contract/problems.ts';
import { IDEMPOTENCY_HEADER, OWNER_HEADER, type Route, type RouteName, routes } from '../../contract/routes.ts';
import type { Refusal } from '../applications/refusal.ts';
import { answerProblem } from './answer-problem.ts';
import { createTokenCheck } from './bearer.ts';
import type { Call, Handlers } from './handler.ts';
import { createOpenApiDocument } from './openapi.ts';

export interface RequestLimits {
  readonly perOwner: number;
  readonly perClient: number;
  readonly wrongTokens: number;
}

/** Per minute. A front-end stands for all its chats, an owner is one person. */
export const requestLimits: RequestLimits = { perOwner: 120, perClient: 20_000, wrongTokens: 60 };

export interface ApiParts {
  readonly handlers: Handlers;
  readonly token: string;
  readonly limits: RequestLimits;
  /** Aborts when the server closes, so that who waits for changes is answered. */
  readonly closing: AbortSignal;
  /** Told of the first wrong token of an address in a minute. */
  readonly onTokenRefused: () => Promise<void>;
}

export async function registerApi(app: FastifyInstance, parts: ApiParts): Promise<void> {
  const { handlers, token, closing } = parts;
  await app.register(rateLimit, { global: false });
  const isOurs = createTokenCheck(token);
  const admit = createAdmission(app, parts, isOurs);
  const document = createOpenApiDocument();
  app.get('/v1/openapi.json', async () => document);
  for (const [name, route] of Object.entries<Route>(routes)) {
    const handle = handlers[name as RouteName] as (call: unknown) => Promise<{ value: unknown } | Refusal>;
    app.route({
      method: route.method,
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      onRequest: async (request, reply) => {
        const refused = await admit(request);
        if (refused) return answerProblem(reply, refused);
      },
      handler: async (request, reply) => {
        const call = readCall(route, request, AbortSignal.any([closing, hangUp(reply)]));
        if ('code' in call) return answerProblem(reply, call);
        return answer(route, await handle(call), reply);
      },
    });
  }
}

function createAdmission(
  app: FastifyInstance,
  { limits, onTokenRefused }: Pick<ApiParts, 'limits' | 'onTokenRefused'>,
  isOurs: (header: string | undefined) => boolean,
) {
  const limit = (max: number, keyGenerator: (request: FastifyRequest) => string) =>
    app.createRateLimit({ max, timeWindow: 60_000, keyGenerator });
  const wrongToken = limit(limits.wrongTokens, ({ ip }) => `token ${ip}`);
  // Nobody without a token is to fill the audit, from however many addresses.
  const toldOfAddress = limit(1, ({ ip }) => `told ${ip}`);
  const toldOfAll = limit(60, () => 'told');
  const client = limit(limits.perClient, ({ ip }) => `client ${ip}`);
  const owner = limit(limits.perOwner, ({ headers }) => `owner ${String(headers[OWNER_HEADER])}`);

  const exceeded = async (check: ReturnType<typeof limit>, request: FastifyRequest): Promise<Problem | undefined> => {
    const result = await check(request);
    return result.isAllowed || !result.isExceeded
      ? undefined
      : problem('too-many-tries', { retryAfter: result.ttlInSeconds });
  };

  const refuseToken = async (request: FastifyRequest): Promise<Problem> => {
    const tooMany = await exceeded(wrongToken, request);
    if (tooMany) return tooMany;
    const isTold = (await exceeded(toldOfAddress, request)) ?? (await exceeded(toldOfAll, request));
    if (!isTold) await onTokenRefused();
    return problem('token-invalid');
  };

  return async (request: FastifyRequest): Promise<Problem | undefined> => {
    if (!isOurs(request.headers.authorization)) return refuseToken(request);
    const tooMany = await exceeded(client, request);
    return tooMany ?? (request.headers[OWNER_HEADER] === undefined ? undefined : exceeded(owner, request));
  };
}

const visible = (most: number) => new RegExp(`^[!-~]{1,${most}}$`);
const ownerText = visible(64);
const idempotencyText = visible(128);

function readCall(route: Route, request: FastifyRequest, signal: AbortSignal): Call<RouteName> | Problem {
  const owner = request.headers[OWNER_HEADER];
  if (owner === undefined && route.owner === 'required') return problem('owner-missing');
  if (owner !== undefined && !(typeof owner === 'string' && ownerText.test(owner))) return problem('request-invalid');
  const key = request.headers[IDEMPOTENCY_HEADER] ?? '';
  if (route.idempotent && !(typeof key === 'string' && idempotencyText.test(key))) return problem('request-invalid');
  const query = route.query?.safeParse(request.query);
  const body = route.body?.safeParse(request.body);
  if (query?.success === false || body?.success === false) return problem('request-invalid');
  const path = request.params as Record<string, string>;
  if (hasNul([path, query?.data, body?.data])) return problem('request-invalid');
  return {
    path,
    query: query?.data,
    body: body?.data,
    owner,
    idempotencyKey: key,
    client: `address ${request.ip}`,
    signal,
  } as Call<RouteName>;
}

/** The one character that no text in PostgreSQL can hold. */
const hasNul = (values: unknown): boolean => JSON.stringify(values).includes('\\u0000');

/** Also when the answer is out, which nobody waits for. */
function hangUp({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => controller.abort());
  return controller.signal;
}

/** Answers through the route's schema, which lets nothing out that the contract does not name. */
function answer({ answer: expected }: Route, outcome: { value: unknown } | Refusal, reply: FastifyReply): FastifyReply {
  if ('because' in outcome) {
    const { because, ...more } = outcome;
    return answerProblem(reply, problem(because, more));
  }
  reply.code(expected.status).header('cache-control', 'no-store');
  if (typeof expected.body === 'string')
    return reply.type(expected.body).send(Buffer.from(outcome.value as Uint8Array));
  return reply.send(expected.body.parse(outcome.value));
}
