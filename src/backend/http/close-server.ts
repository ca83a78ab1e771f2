import type { FastifyInstance } from 'fastify';

/** How long answers that are under way may take; after that connections that clients merely keep open are cut. */
const LAST_ANSWERS_MS = 2_000;

/** `closing` aborts before the server waits for its last answers, so that nobody's long poll holds the end up. */
export function closeServer(app: FastifyInstance): { readonly closing: AbortSignal; close(): Promise<void> } {
  const controller = new AbortController();
  return {
    closing: controller.signal,
    async close() {
      controller.abort();
      const cut = setTimeout(() => app.server.closeAllConnections(), LAST_ANSWERS_MS);
      await app.close();
      clearTimeout(cut);
    },
  };
}
