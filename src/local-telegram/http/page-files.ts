import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { FastifyInstance } from 'fastify';

const folder = new URL('../page/', import.meta.url);

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

/** The chat page's own files, read once: nothing else of the disk can be asked for. */
export function addPageFiles(server: FastifyInstance): void {
  for (const name of readdirSync(folder)) {
    const content = readFileSync(new URL(name, folder));
    const type = types[extname(name)] ?? 'application/octet-stream';
    const path = name === 'index.html' ? '/' : `/page/${name}`;
    server.get(path, (_request, reply) => reply.headers(headers).type(type).send(content));
  }
}
