import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { textField } from './form-fields.ts';

/** A value that only a page of ours can carry: derived from the cookie, which no other site can read or set. */
export const csrfToken = (cookie: string): string =>
  createHmac('sha256', cookie).update('desk form').digest('base64url');

export const createVisitCookie = (): string => randomBytes(24).toString('base64url');

/** Whether a posted form comes from our own page: by the browser's word (Fetch Metadata) and by the token in it. */
export function isOwnForm(request: FastifyRequest, cookie: string | undefined): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  if (cookie === undefined) return false;
  const expected = Buffer.from(csrfToken(cookie));
  const given = Buffer.from(textField(request, 'csrf'));
  return given.length === expected.length && timingSafeEqual(given, expected);
}
