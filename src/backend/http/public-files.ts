// What anyone who checks a certificate fetches without asking for leave: the authority's certificates and its revocation list.
import type { FastifyInstance } from 'fastify';

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
  /** DER. Undefined: the authority publishes it elsewhere. */
  readonly revocationList: (() => Promise<Uint8Array>) | undefined;
}

export function servePublicFiles(app: FastifyInstance, parts: PublicFiles): void {
  const { root, issuer, revocationList } = parts;
  app.get(publicPaths.root, (_, reply) => reply.type('application/x-pem-file').send(root));
  app.get(publicPaths.issuer, (_, reply) => reply.type('application/pkix-cert').send(Buffer.from(issuer)));
  app.get(publicPaths.revocationList, async (_, reply) => {
    const content = await revocationList?.();
    return content ? reply.type('application/pkix-crl').send(Buffer.from(content)) : reply.callNotFound();
  });
}
