// Turns a view and its values into a page. Views see texts, dates and links through here, never a request.
import { domainToUnicode, fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { calendarDate, DAY_MS } from '../../../domain/clock.ts';
import { fullName } from '../../../domain/person-name.ts';
import type { DeskDependencies } from '../dependencies.ts';
import type { OperatorRegions } from '../operators/operator.ts';
import type { AssetName } from '../requests/assets.ts';
import { visitOf } from '../requests/visit.ts';
import { type DeskKey, type DeskWords, wordsIn } from '../words.ts';

export interface Rendering {
  readonly base: string;
  words(request: FastifyRequest): DeskWords;
  page(request: FastifyRequest, reply: FastifyReply, view: string, values?: Values): FastifyReply;
  message(
    request: FastifyRequest,
    reply: FastifyReply,
    key: 'page-missing' | 'page-old' | 'page-forbidden',
  ): FastifyReply;
}

/** `here`: where the language switch leads; needed by the answer to a posted form, which has no address of its own. */
type Values = Readonly<Record<string, unknown>> & { readonly here?: string };

export function createRendering(
  { translate, clock, regions }: DeskDependencies,
  base: string,
  asset: (name: AssetName) => string,
  idleMs: number,
): Rendering {
  const eta = new Eta({
    views: fileURLToPath(new URL('../views', import.meta.url)),
    cache: true,
    autoFilter: true,
    filterFunction: (value) => String(value ?? ''),
  });
  const messageStatus = { 'page-missing': 404, 'page-old': 403, 'page-forbidden': 403 } as const;
  const words = (request: FastifyRequest) => wordsIn(visitOf(request).language, translate);

  const page: Rendering['page'] = (request, reply, view, values = {}) => {
    const { session, csrf, language } = visitOf(request);
    const own = words(request);
    const here = values.here ?? (request.method === 'GET' ? request.url : `${base}/`);
    const html = eta.render(view, {
      ...own,
      base,
      asset,
      language,
      csrf,
      fullName,
      name: session?.operator.name,
      operator: session?.stage === 'open' ? session.operator : undefined,
      idleSeconds: session ? idleMs / 1000 : undefined,
      languageLink: (code: string) => `${here}${here.includes('?') ? '&' : '?'}language=${code}`,
      readableDomain: (domain: string) => domain.split('.').map(domainToUnicodeLabel).join('.'),
      daysLeft: (until: Date) => daysBetween(clock(), until),
      regionNames: (codes: OperatorRegions) =>
        codes === 'all'
          ? own.t('all-regions')
          : codes.map((code) => regions.list.find((region) => region.code === code)?.name[language] ?? code).join(', '),
      ...values,
    });
    return reply.type('text/html; charset=utf-8').send(html);
  };

  return {
    base,
    words,
    page,
    message(request, reply, key) {
      const { t } = words(request);
      const text = t(`${key}-text` satisfies DeskKey);
      return page(request, reply.code(messageStatus[key]), 'message', { heading: t(key), text, here: `${base}/` });
    },
  };
}

/** `domainToUnicode` turns `*` into nothing, so a wildcard's first label stays as it is. */
const domainToUnicodeLabel = (label: string) => (label.startsWith('xn--') ? domainToUnicode(label) : label);

/** Whole days of the calendar in Kazakhstan. */
function daysBetween(from: Date, until: Date): number {
  const [start, end] = [from, until].map(calendarDate).map(({ year, month, day }) => Date.UTC(year, month, day));
  return Math.max(0, ((end ?? 0) - (start ?? 0)) / DAY_MS);
}
