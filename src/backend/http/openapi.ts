// The OpenAPI 3.1 document, made from the routes table, so that neither can say what the other does not.
import { z } from 'zod';
import { type ProblemCode, problemSchema, problemStatuses } from '../../contract/problems.ts';
import { IDEMPOTENCY_HEADER, OWNER_HEADER, type Route, routes } from '../../contract/routes.ts';

type Json = Record<string, unknown>;

/** What any route may answer beside its own problems. */
const commonProblems = ['request-invalid', 'token-invalid', 'too-many-tries', 'unavailable', 'internal'] as const;

export const problemsOf = (route: Route): readonly ProblemCode[] => [
  ...new Set([
    ...commonProblems,
    ...(route.owner === 'required' ? (['owner-missing'] as const) : []),
    ...(route.method === 'POST' ? (['body-too-large'] as const) : []),
    ...route.problems,
  ]),
];

export function createOpenApiDocument(): Json {
  const schemas: Json = {};
  const reference = (schema: z.ZodType, io: 'input' | 'output') => referenceTo(schema, io, schemas);
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries<Route>(routes)) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(name, route, reference) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'nca-ssl-bot backend', version: '1.0.0', description: 'Applications for SSL/TLS certificates' },
    security: [{ token: [] }],
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } }, schemas },
  };
}

type Reference = (schema: z.ZodType, io: 'input' | 'output') => Json;

/** A schema with an id goes to the components and is referred to; any other stands where it is used. */
function referenceTo(schema: z.ZodType, io: 'input' | 'output', schemas: Json): Json {
  const text = JSON.stringify(z.toJSONSchema(z.object({ schema }), { io })).replaceAll(
    '#/$defs/',
    '#/components/schemas/',
  );
  const { properties, $defs = {} } = JSON.parse(text) as { properties: { schema: Json }; $defs?: Json };
  Object.assign(schemas, $defs);
  return properties.schema;
}

function operation(name: string, route: Route, reference: Reference): Json {
  const { status, body } = route.answer;
  const content =
    typeof body === 'string' ? { [body]: {} } : { 'application/json': { schema: reference(body, 'output') } };
  return {
    operationId: name,
    summary: route.summary,
    parameters: parameters(route, reference),
    ...(route.body && {
      requestBody: { required: true, content: { 'application/json': { schema: reference(route.body, 'input') } } },
    }),
    responses: { [status]: { description: 'Done', content }, ...refusals(route, reference) },
  };
}

function parameters(route: Route, reference: Reference): Json[] {
  const header = (headerName: string, required: boolean, maxLength: number) => ({
    name: headerName,
    in: 'header',
    required,
    schema: { type: 'string', minLength: 1, maxLength, pattern: '^[!-~]+$' },
  });
  const query = (route.query && reference(route.query, 'input')) as
    | { properties?: Json; required?: string[] }
    | undefined;
  return [
    ...[...route.path.matchAll(/\{(\w+)\}/g)].map(([, key]) => ({
      name: key,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...(route.owner ? [header(OWNER_HEADER, route.owner === 'required', 64)] : []),
    ...(route.idempotent ? [header(IDEMPOTENCY_HEADER, true, 128)] : []),
    ...Object.entries(query?.properties ?? {}).map(([key, schema]) => ({
      name: key,
      in: 'query',
      required: query?.required?.includes(key) ?? false,
      schema,
    })),
  ];
}

/** The codes that share a status share an answer. */
function refusals(route: Route, reference: Reference): Json {
  const codes = problemsOf(route);
  const schema = reference(problemSchema, 'output');
  const statuses = [...new Set(codes.map((code) => problemStatuses[code]))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: codes.filter((code) => problemStatuses[code] === status).join(', '),
        content: { 'application/problem+json': { schema } },
      },
    ]),
  );
}
