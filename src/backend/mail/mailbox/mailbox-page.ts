import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { KAZAKHSTAN_TIME_ZONE } from '../../../domain/clock.ts';
import type { KeptLetter, KeptLetters } from './kept-letters.ts';

const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** A letter runs nothing and fetches nothing, whatever is in it. */
const LETTER_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

const views = new Eta({ views: fileURLToPath(new URL('views', import.meta.url)), cache: true });
const style = readFileSync(new URL('mailbox.css', import.meta.url));
const time = new Intl.DateTimeFormat('en-GB', {
  timeZone: KAZAKHSTAN_TIME_ZONE,
  dateStyle: 'medium',
  timeStyle: 'medium',
});
const shown = (letter: KeptLetter) => ({ ...letter, at: time.format(letter.receivedAt) });

type LetterRequest = FastifyRequest<{ Params: { id: string; index?: string } }>;

/** Lists the letters, shows one, hands out attachments. Identifiers are looked up in memory; none becomes a path. */
export const mailboxPage =
  (kept: KeptLetters): FastifyPluginAsync =>
  async (app) => {
    const root = app.prefix;
    const page = (reply: FastifyReply, view: string, shownWith: object) =>
      protect(reply, PAGE_POLICY)
        .type('text/html; charset=utf-8')
        .send(views.render(view, { root, ...shownWith }));
    const missing = (reply: FastifyReply) => page(reply.code(404), 'missing', {});

    app.get('/', async (_request, reply) => page(reply, 'list', { letters: (await kept.list()).map(shown) }));
    app.get('/mailbox.css', async (_request, reply) => protect(reply, PAGE_POLICY).type('text/css').send(style));
    app.get('/:id', async (request: LetterRequest, reply) => {
      const letter = await kept.find(request.params.id);
      return letter ? page(reply, 'letter', { letter: shown(letter) }) : missing(reply);
    });
    app.get('/:id/html', async (request: LetterRequest, reply) => {
      const letter = await kept.find(request.params.id);
      if (!letter) return missing(reply);
      return protect(reply, LETTER_POLICY).type('text/html; charset=utf-8').send(letter.html);
    });
    app.get('/:id/attachments/:index', async (request: LetterRequest, reply) => {
      const letter = await kept.find(request.params.id);
      const attachment = letter?.attachments[Number(request.params.index)];
      if (!attachment) return missing(reply);
      const name = attachment.name.replace(/[^A-Za-z0-9._-]/g, '_');
      return protect(reply, LETTER_POLICY)
        .header('content-disposition', `attachment; filename="${name}"`)
        .type(/^[\w.+-]+\/[\w.+-]+$/.test(attachment.type) ? attachment.type : 'application/octet-stream')
        .send(Buffer.from(attachment.content));
    });
  };

const protect = (reply: FastifyReply, policy: string): FastifyReply =>
  reply
    .header('content-security-policy', policy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store');
