import type { KeyLinkRequest } from './key-links.ts';

/**
 * Where links are kept. `id` is the SHA-256 of the token in hex: the token itself is stored nowhere. `answer` is the SHA-256 of
 * what the link was used with. All of it may be called at the same time from several instances.
 */
export interface KeyLinkStore {
  add(link: { readonly id: string; readonly request: KeyLinkRequest; readonly expiresAt: Date }): Promise<void>;
  /** Undefined when there is none, or it ended before `now`. */
  find(id: string, now: Date): Promise<{ readonly request: KeyLinkRequest; readonly used: boolean } | undefined>;
  /** True for the first answer and again for the same one; of two that come at once, one gets false. */
  claim(claim: Claim, now: Date): Promise<boolean>;
  /** Undoes a claim; one of another answer stays. */
  release(claim: Claim): Promise<void>;
  /** For a job: removes what ended before `now`. */
  removeExpired(now: Date): Promise<void>;
}

export interface Claim {
  readonly id: string;
  readonly answer: string;
}

/** In memory: for trying out one instance; links are gone with the process. */
export function createKeyLinkMemory(): KeyLinkStore {
  const links = new Map<string, { request: KeyLinkRequest; expiresAt: Date; answer?: string }>();
  const alive = (id: string, now: Date) => {
    const link = links.get(id);
    return link && link.expiresAt > now ? link : undefined;
  };
  return {
    async add({ id, request, expiresAt }) {
      links.set(id, { request, expiresAt });
    },
    async find(id, now) {
      const link = alive(id, now);
      return link && { request: link.request, used: link.answer !== undefined };
    },
    async claim({ id, answer }, now) {
      const link = alive(id, now);
      if (!link || (link.answer !== undefined && link.answer !== answer)) return false;
      link.answer = answer;
      return true;
    },
    async release({ id, answer }) {
      const link = links.get(id);
      if (link?.answer === answer) delete link.answer;
    },
    async removeExpired(now) {
      for (const [id, { expiresAt }] of links) if (expiresAt <= now) links.delete(id);
    },
  };
}
