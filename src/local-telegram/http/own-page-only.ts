import type { FastifyRequest } from 'fastify';

const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/**
 * The chat page needs no password, so other pages in the same browser must be kept out: no foreign origin, and on a
 * loopback address no foreign host name either (a name that an attacker points at 127.0.0.1).
 */
export function isOwnPage({ headers }: FastifyRequest, isLoopback: boolean): boolean {
  const { origin, host = '' } = headers;
  if (isLoopback && !loopback.test(host)) return false;
  if (headers['sec-fetch-site'] === 'cross-site') return false;
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}
