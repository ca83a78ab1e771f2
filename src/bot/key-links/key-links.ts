// Links to the key page: each for one chat and one use, with an end. Knows no HTTP, no table and no question.
import { createHash } from 'node:crypto';
import type { Certificates } from '../../contract/schemas.ts';
import type { ApplicationNumber } from '../../domain/application-number.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Language } from '../../domain/language.ts';
import type { KeyLinkStore } from './key-link-store.ts';

interface ForOneChat {
  readonly chatId: number;
  readonly language: Language;
  /** In ASCII; the only name that the request may hold. */
  readonly domain: string;
  readonly storage: 'this-device' | 'java-key-store';
}

/** `make-key`: before the application is submitted. `finish`: the certificate is there, the files are put together. */
export type KeyLinkRequest =
  | (ForOneChat & { readonly purpose: 'make-key' })
  | (ForOneChat & {
      readonly purpose: 'finish';
      readonly number: ApplicationNumber;
      readonly certificates: Certificates;
    });

export interface KeyLink<Request extends KeyLinkRequest = KeyLinkRequest> {
  /** Names the link without opening it: what an effect of it is recognised by when it comes twice. */
  readonly id: string;
  readonly request: Request;
  readonly used: boolean;
}

export type Used = 'accepted' | { readonly because: string };

export interface KeyLinks {
  /** A URL below PUBLIC_URL. The token is in its fragment, which browsers send to nobody: not to logs, not as a referrer. */
  create(request: KeyLinkRequest): Promise<string>;
  /** Undefined: never made, or past its end. */
  find(token: string): Promise<KeyLink | undefined>;
  /**
   * Does `work` for whoever comes first; a second comer is refused unless it brings the same `answer`, for a browser that did not
   * hear the reply asks again: `work` must then change nothing more. A link whose work refuses or throws can be used again.
   */
  use<Result extends Used>(
    token: string,
    answer: Uint8Array | string,
    work: (link: KeyLink) => Promise<Result>,
  ): Promise<Result | { readonly because: 'link-unknown' | 'link-used' }>;
}

/** An applicant may well come back to it after a night; the link is worth nothing without the draft that waits for it. */
const LIFETIME_MS = 24 * 60 * 60 * 1000;
const TOKEN_BYTES = 32;

export function createKeyLinks(
  store: KeyLinkStore,
  { publicUrl, clock, randomBytes }: { publicUrl: string; clock: Clock; randomBytes: (length: number) => Uint8Array },
): KeyLinks {
  async function find(token: string): Promise<KeyLink | undefined> {
    const id = hash(token);
    const stored = await store.find(id, clock());
    return stored && { id, request: stored.request, used: stored.used };
  }

  return {
    find,
    async create(request) {
      const token = Buffer.from(randomBytes(TOKEN_BYTES)).toString('base64url');
      await store.add({ id: hash(token), request, expiresAt: new Date(clock().getTime() + LIFETIME_MS) });
      return `${publicUrl.replace(/\/+$/, '')}/key/#${token}`;
    },
    async use(token, answer, work) {
      const link = await find(token);
      if (!link) return { because: 'link-unknown' };
      const claim = { id: link.id, answer: hash(answer) };
      if (!(await store.claim(claim, clock()))) return { because: 'link-used' };
      const release = () => store.release(claim);
      const result = await work(link).catch(async (error) => {
        await release();
        throw error;
      });
      if (result !== 'accepted') await release();
      return result;
    },
  };
}

const hash = (secret: Uint8Array | string): string => createHash('sha256').update(secret).digest('hex');
