// Serves the key page and takes its answers. Knows links and requests; of chats and applications, nothing.
import { domainToUnicode } from 'node:url';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { type CheckedCsr, checkCsr } from '../../csr/check-csr.ts';
import type { KeyPageFile } from '../../key-page/build.ts';
import type { KeyLink, KeyLinks, Used } from '../key-links/key-links.ts';
import { keyPageHeaders } from './key-page-headers.ts';

export interface KeyPagePorts {
  readonly links: KeyLinks;
  readonly files: readonly KeyPageFile[];
  /**
   * Gives the request to the chat that the link belongs to. May come again with the same link and request, and must then say the
   * same. `question-closed`: the chat does not wait for a key any more.
   */
  onCsr(link: KeyLink, csr: CheckedCsr): Promise<'accepted' | { readonly because: 'question-closed' }>;
  /** The applicant has put the files where they belong. May come again, too. */
  onSetUp(link: KeyLink): Promise<'accepted' | { readonly because: 'set-up-refused' }>;
}

const MAX_BODY_BYTES = 32 * 1024;
const token = z.string().regex(/^[\w-]{43}$/);
const withToken = z.object({ token });
const withCsr = z.object({ token, csr: z.base64().max(24 * 1024) });

const codes: Readonly<Record<string, number>> = {
  malformed: 400,
  'foreign-page': 403,
  'link-unknown': 404,
  'csr-refused': 422,
};
const refuse = (reply: FastifyReply, refusal: { readonly because: string }) =>
  reply.code(codes[refusal.because] ?? 409).send(refusal);
const answer = (reply: FastifyReply, used: Used) =>
  used === 'accepted' ? reply.send({ accepted: true }) : refuse(reply, used);

/** Adds everything below /key; its headers are its own and touch no other route. */
export function addKeyPage(server: FastifyInstance, ports: KeyPagePorts): void {
  server.register((scope, _options, done) => {
    protect(scope);
    addFiles(scope, ports.files);
    addAnswers(scope, ports);
    done();
  });
}

function protect(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(keyPageHeaders);
    const site = request.headers['sec-fetch-site'];
    if (request.method === 'POST' && site !== undefined && site !== 'same-origin') return refuse(reply, foreign);
    return undefined;
  });
}

function addFiles(server: FastifyInstance, files: KeyPagePorts['files']): void {
  server.get('/key', (_request, reply) => reply.redirect('key/', 308)); // the browser keeps the fragment
  for (const { name, type, content } of files) {
    server.get(name === 'index.html' ? '/key/' : `/key/${name}`, (_request, reply) => reply.type(type).send(content));
  }
}

function addAnswers(server: FastifyInstance, { links, onCsr, onSetUp }: KeyPagePorts): void {
  const options = { bodyLimit: MAX_BODY_BYTES };

  server.post('/key/link', options, async ({ body }, reply) => {
    const read = withToken.safeParse(body);
    if (!read.success) return refuse(reply, malformed);
    const link = await links.find(read.data.token);
    if (!link) return refuse(reply, { because: 'link-unknown' });
    const { chatId, ...shown } = link.request;
    return reply.send({ ...shown, readable: domainToUnicode(shown.domain), used: link.used });
  });

  server.post('/key/csr', options, async ({ body }, reply) => {
    const read = withCsr.safeParse(body);
    if (!read.success) return refuse(reply, malformed);
    const csr = Buffer.from(read.data.csr, 'base64');
    const used = await links.use(read.data.token, csr, async (link): Promise<Used> => {
      if (link.request.purpose !== 'make-key') return { because: 'link-unknown' };
      const checked = checkCsr(csr, { domain: link.request.domain });
      return 'because' in checked ? { because: 'csr-refused' } : onCsr(link, checked.value);
    });
    return answer(reply, used);
  });

  server.post('/key/set-up', options, async ({ body }, reply) => {
    const read = withToken.safeParse(body);
    if (!read.success) return refuse(reply, malformed);
    const used = await links.use(read.data.token, 'set-up', async (link): Promise<Used> => {
      return link.request.purpose === 'finish' ? onSetUp(link) : { because: 'link-unknown' };
    });
    return answer(reply, used);
  });
}

const malformed = { because: 'malformed' };
const foreign = { because: 'foreign-page' };
