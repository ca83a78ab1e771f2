// How many applications came on each of the last days, and what became of them.
import { outcomes } from '../../applications/desk-figures.ts';
import { identityOf } from '../operators/operator.ts';
import { operatorOf } from '../requests/visit.ts';
import type { DeskPages } from './desk-pages.ts';
import { drawFigures } from './figure-chart.ts';

export const figurePages: DeskPages = (app, { rendering, work }) => {
  app.get('/figures', async (request, reply) => {
    const days = await work.figures(identityOf(operatorOf(request)));
    const sums = outcomes.map((outcome) => ({
      outcome,
      sum: days.reduce((sum, { counts }) => sum + counts[outcome], 0),
    }));
    return rendering.page(request, reply, 'figures', {
      section: 'figures',
      outcomes,
      days: [...days].reverse(),
      sums,
      total: sums.reduce((total, { sum }) => total + sum, 0),
      busiest: days.reduce((most, each) => (each.total > most.total ? each : most)),
      chart: drawFigures(days),
    });
  });
};
