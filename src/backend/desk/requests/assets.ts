import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';

const types = {
  'desk.css': 'text/css; charset=utf-8',
  'desk.js': 'text/javascript; charset=utf-8',
  'desk.svg': 'image/svg+xml',
};
export type AssetName = keyof typeof types;

/** Serves the three files and returns where they are; the address changes with the content, so they are kept for a year. */
export function serveAssets(app: FastifyInstance): (name: AssetName) => string {
  const addresses = new Map<string, string>();
  for (const [name, type] of Object.entries(types)) {
    const content = readFileSync(new URL(`../assets/${name}`, import.meta.url));
    const version = createHash('sha256').update(content).digest('hex').slice(0, 12);
    addresses.set(name, `${app.prefix}/assets/${name}?v=${version}`);
    app.get(`/assets/${name}`, { config: { desk: 'file' } }, (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').send(content),
    );
  }
  return (name) => addresses.get(name) ?? '';
}
