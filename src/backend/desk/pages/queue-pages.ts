// Which applications wait, and how one is found.
import type { FastifyRequest } from 'fastify';
import { MOST_COUNTED } from '../../applications/desk-queue.ts';
import { type QueueEntry, queueFilters } from '../../applications/desk-work.ts';
import { identityOf } from '../operators/operator.ts';
import { queryField, textField } from '../requests/form-fields.ts';
import { operatorOf, visitOf } from '../requests/visit.ts';
import { applicationWords } from './application-words.ts';
import type { DeskPages } from './desk-pages.ts';

const PAGE = 50;

export const queuePages: DeskPages = (app, { rendering, work, regions, operators }) => {
  const filters = queueFilters.filter((each) => work.fourEyes || each !== 'second-operator');
  const inWords = (request: FastifyRequest, entries: readonly QueueEntry[]) =>
    entries.map((entry) => {
      const place = regions.find(entry.region, entry.city);
      return { ...entry, city: place?.city.name[visitOf(request).language] ?? entry.city };
    });

  app.get('/', async (request, reply) => {
    const by = identityOf(operatorOf(request));
    const filter = filters.find((each) => each === queryField(request, 'filter')) ?? 'to-confirm';
    const after = queryField(request, 'after');
    const [queue, counts] = await Promise.all([work.queue(filter, { after, limit: PAGE }, by), work.counts(by)]);
    const done = (['welcome', 'second-factor-on'] as const).find((each) => each === queryField(request, 'done'));
    const names = queue.entries.some(({ firstBy }) => firstBy) ? await operators.list() : [];
    const entries = inWords(request, queue.entries);
    return rendering.page(request, reply, 'queue', {
      section: 'queue',
      filter,
      filters,
      mostCounted: MOST_COUNTED,
      letterName: applicationWords(rendering.words(request), []).letterName,
      nameOf: (operatorId: string) => names.find(({ id }) => id === operatorId)?.name ?? '',
      counts,
      after,
      done,
      entries,
      nextPage: queue.next,
      focusSearch: true,
    });
  });

  // Posted, not asked for by address: an IIN does not belong into logs and histories of browsers.
  app.post('/search', async (request, reply) => {
    const text = textField(request, 'text', 253).trim();
    const found = await work.search(text, identityOf(operatorOf(request)));
    const only = found.length === 1 ? found[0] : undefined;
    if (only) return reply.redirect(`${rendering.base}/applications/${only.number}`, 303);
    return rendering.page(request, reply, 'search', { section: 'queue', text, entries: inWords(request, found) });
  });
};
