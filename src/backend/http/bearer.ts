import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares digests, so that neither the time taken nor a length tells anything of the token. */
export function createTokenCheck(token: string): (authorization: string | undefined) => boolean {
  const expected = digest(token);
  return (authorization) => {
    const given = /^Bearer ([!-~]+)$/i.exec(authorization ?? '')?.[1] ?? '';
    return timingSafeEqual(digest(given), expected) && given !== '';
  };
}

const digest = (text: string) => createHash('sha256').update(text).digest();
