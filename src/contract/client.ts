// The backend as a front-end calls it: typed by the routes table, with a time limit on every call.
import type { z } from 'zod';
import { type Problem, problemSchema } from './problems.ts';
import { IDEMPOTENCY_HEADER, OWNER_HEADER, type Route, type RouteName, routes } from './routes.ts';

type Routes = typeof routes;
type Schema<Type, Otherwise> = Type extends z.ZodType ? z.output<Type> : Otherwise;
type Input<Type> = Type extends z.ZodType ? z.input<Type> : never;

/** What a route answers: the parsed JSON body, or the bytes of a file. */
export type Answer<Name extends RouteName> = Schema<Routes[Name]['answer']['body'], Uint8Array>;

export interface CallOptions<Name extends RouteName = RouteName> {
  /** Values for the braces of the path. */
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Routes[Name] extends { query: infer Query } ? Input<Query> : never;
  readonly body?: Routes[Name] extends { body: infer Body } ? Input<Body> : never;
  readonly owner?: string;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** Milliseconds; 10 s when left out. */
  readonly timeLimit?: number;
}

export type Outcome<Name extends RouteName> = { readonly value: Answer<Name> } | { readonly problem: Problem };

/**
 * A refusal comes back as a `problem`. Throws `BackendUnreachable` when there was no answer that the contract knows, in which
 * case it is not known whether the call took effect: repeat it with the same idempotency key.
 */
export type BackendClient = <Name extends RouteName>(name: Name, options?: CallOptions<Name>) => Promise<Outcome<Name>>;

export class BackendUnreachable extends Error {
  override readonly name = 'BackendUnreachable';
}

const DEFAULT_TIME_LIMIT_MS = 10_000;

/** `url` without a path, such as http://127.0.0.1:8081. */
export function createBackendClient(url: string, token: string): BackendClient {
  return async (name, options = {}) => {
    const route: Route = routes[name];
    const timeLimit = AbortSignal.timeout(options.timeLimit ?? DEFAULT_TIME_LIMIT_MS);
    const signal = options.signal ? AbortSignal.any([timeLimit, options.signal]) : timeLimit;
    try {
      const response = await fetch(addressOf(url, route, options), { ...requestOf(route, token, options), signal });
      return (await readAnswer(route, response)) as Outcome<typeof name>;
    } catch (error) {
      if (error instanceof BackendUnreachable) throw error;
      throw new BackendUnreachable(`${name}: ${error instanceof Error ? error.name : 'unknown error'}`);
    }
  };
}

function addressOf(url: string, { path }: Route, { path: values = {}, query }: CallOptions): URL {
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(values[key] ?? ''));
  const address = new URL(filled, url);
  for (const [key, value] of Object.entries((query ?? {}) as Record<string, unknown>)) {
    address.searchParams.set(key, String(value));
  }
  return address;
}

function requestOf({ method }: Route, token: string, { body, owner, idempotencyKey }: CallOptions): RequestInit {
  return {
    method,
    redirect: 'error',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(owner !== undefined && { [OWNER_HEADER]: owner }),
      ...(idempotencyKey !== undefined && { [IDEMPOTENCY_HEADER]: idempotencyKey }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

async function readAnswer({ answer }: Route, response: Response): Promise<{ value: unknown } | { problem: Problem }> {
  if (response.headers.get('content-type')?.startsWith('application/problem+json')) {
    return { problem: problemSchema.parse(await response.json()) };
  }
  if (response.status !== answer.status) throw new BackendUnreachable(`unexpected status ${response.status}`);
  if (typeof answer.body === 'string') return { value: new Uint8Array(await response.arrayBuffer()) };
  return { value: answer.body.parse(await response.json()) };
}
