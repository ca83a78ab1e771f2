// One application: seen, printed, looked into. Deciding on it is in `decision-pages.ts`.
import { parseApplicationNumber } from '../../../domain/application-number.ts';
import { identityOf } from '../operators/operator.ts';
import { pathField, queryField } from '../requests/form-fields.ts';
import { operatorOf } from '../requests/visit.ts';
import type { DeskPages } from './desk-pages.ts';
import { showApplication } from './show-application.ts';

const dones = [
  'confirmed',
  'confirmed-first',
  'waiting',
  'refused',
  'taken-back',
  'signed',
  'signing-refused',
  'revoked',
  'revocation-confirmed-first',
] as const;
const pendings = ['signing-unknown', 'revocation-decided'] as const;

export const applicationPages: DeskPages = (app, tools) => {
  const { rendering, work } = tools;

  app.get('/applications/:number', async (request, reply) => {
    const number = parseApplicationNumber(pathField(request, 'number'));
    const done = dones.find((each) => each === queryField(request, 'done'));
    const pending = pendings.find((each) => each === queryField(request, 'done'));
    const fullIin = queryField(request, 'iin') === 'full';
    return showApplication(tools, { request, reply, number }, { done, pending, fullIin });
  });

  app.get('/applications/:number/form.pdf', async (request, reply) => {
    const number = parseApplicationNumber(pathField(request, 'number'));
    const form = number && (await work.form(number, identityOf(operatorOf(request))));
    if (!form) return rendering.message(request, reply, 'page-missing');
    reply.header('content-disposition', `inline; filename="${number}.pdf"`);
    return reply.type('application/pdf').send(Buffer.from(form));
  });

  app.post('/applications/:number/signing', async (request, reply) => {
    const number = parseApplicationNumber(pathField(request, 'number'));
    if (!number) return rendering.message(request, reply, 'page-missing');
    const status = await work.lookIntoSigning(number, identityOf(operatorOf(request)));
    const done =
      status === undefined
        ? undefined
        : status === 'issued'
          ? 'signed'
          : status === 'refused'
            ? 'signing-refused'
            : 'signing-unknown';
    return reply.redirect(`${rendering.base}/applications/${number}${done ? `?done=${done}` : ''}`, 303);
  });
};
