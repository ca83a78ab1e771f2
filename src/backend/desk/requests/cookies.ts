import type { FastifyReply, FastifyRequest } from 'fastify';

/** The three cookies of the desk. `__Host-` (RFC 6265bis 4.1.3.2) keeps another host of the same domain from setting them. */
type DeskCookie = 'session' | 'visit' | 'language';

export interface Cookies {
  read(request: FastifyRequest, cookie: DeskCookie): string | undefined;
  set(reply: FastifyReply, cookie: DeskCookie, value: string): void;
  clear(reply: FastifyReply, cookie: DeskCookie): void;
}

export function createCookies(secure: boolean): Cookies {
  const nameOf = (cookie: DeskCookie) => `${secure ? '__Host-' : ''}desk-${cookie}`;
  const options = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
  const year = 365 * 24 * 60 * 60;
  return {
    read: (request, cookie) => request.cookies[nameOf(cookie)],
    set(reply, cookie, value) {
      reply.setCookie(nameOf(cookie), value, cookie === 'language' ? { ...options, maxAge: year } : options);
    },
    clear(reply, cookie) {
      reply.clearCookie(nameOf(cookie), options);
    },
  };
}
