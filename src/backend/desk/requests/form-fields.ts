import type { FastifyRequest } from 'fastify';

/** One field of a posted form, never longer than `most`; empty when it is missing or not a text. */
export function textField(request: FastifyRequest, name: string, most = 256): string {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value.slice(0, most) : '';
}

/** A field that may come several times, such as check boxes. */
export function listField(request: FastifyRequest, name: string): readonly string[] {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  const values = Array.isArray(value) ? value : [value];
  return values.filter((each): each is string => typeof each === 'string').slice(0, 100);
}

export function queryField(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, unknown>)[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, 512) : undefined;
}

export const pathField = (request: FastifyRequest, name: string): string =>
  (request.params as Record<string, string>)[name] ?? '';
