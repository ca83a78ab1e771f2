// What anyone who checks a certificate fetches without asking for leave: the authority's certificates and its revocation list.
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../domain/clock.ts';

export const publicPaths = {
  root: '/ca/root.crt',
  issuer: '/ca/issuing.cer',
  revocationList: '/ca/issuing.crl',
} as const;

export interface PublicFiles {
  /** PEM. */
  readonly root: string;
  /** DER. */
  readonly issuer: Uint8Array;
  /** DER; signed anew each time. Undefined: the authority publishes it elsewhere. */
  createRevocationList(): Promise<Uint8Array | undefined>;
  readonly clock: Clock;
}

/** Whoever asks often gets the same list again, so that nobody can keep the authority's key busy. */
const LIST_LIFE_MS = 60_000;

export function servePublicFiles(app: FastifyInstance, parts: PublicFiles): void {
  const { root, issuer, createRevocationList, clock } = parts;
  let list: { readonly made: number; readonly content: Promise<Uint8Array | undefined> } | undefined;
  const currentList = () => {
    const now = clock().getTime();
    if (!list || Math.abs(now - list.made) > LIST_LIFE_MS) list = { made: now, content: createRevocationList() };
    list.content.catch(() => {
      list = undefined;
    });
    return list.content;
  };
  app.get(publicPaths.root, (_, reply) => reply.type('application/x-pem-file').send(root));
  app.get(publicPaths.issuer, (_, reply) => reply.type('application/pkix-cert').send(Buffer.from(issuer)));
  app.get(publicPaths.revocationList, async (_, reply) => {
    const content = await currentList();
    return content ? reply.type('application/pkix-crl').send(Buffer.from(content)) : reply.callNotFound();
  });
}
