import type { FastifyRequest } from 'fastify';

const MOST_ADDRESS = 512;

/** No text in PostgreSQL can hold it, and nobody types it. */
const withoutNul = (text: string) => text.replaceAll('\0', '');

/** One field of a posted form, never longer than `most`; empty when it is missing or not a text. */
export function textField(request: FastifyRequest, name: string, most = 256): string {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? withoutNul(value).slice(0, most) : '';
}

/** A field that may come several times, such as check boxes. */
export function listField(request: FastifyRequest, name: string): readonly string[] {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  const values = Array.isArray(value) ? value : [value];
  return values.filter((each): each is string => typeof each === 'string').slice(0, 100);
}

export function queryField(request: FastifyRequest, name: string): string | undefined {
  const value = (request.query as Record<string, unknown>)[name];
  return typeof value === 'string' && value !== '' ? withoutNul(value).slice(0, MOST_ADDRESS) : undefined;
}

export const pathField = (request: FastifyRequest, name: string): string =>
  withoutNul((request.params as Record<string, string>)[name] ?? '');

/** Where a log-in goes on, as the page before passed it on. */
export const nextField = (request: FastifyRequest): string => textField(request, 'next', MOST_ADDRESS);
