// One application: seen, confirmed, refused. A decision carries the `seen` value of the page it was made on.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ApplicationNumber, parseApplicationNumber } from '../../../domain/application-number.ts';
import { checklistDocuments, type DeskRefusal } from '../../applications/desk-work.ts';
import { identityOf } from '../operators/operator.ts';
import { listField, pathField, queryField, textField } from '../requests/form-fields.ts';
import { operatorOf } from '../requests/visit.ts';
import { applicationWords } from './application-words.ts';
import type { DeskPages, DeskTools } from './desk-pages.ts';
import { reasonTemplates, templateText } from './reason-templates.ts';

const MAX_REASON = 1_000;

export const applicationPages: DeskPages = (app, tools) => {
  const { rendering, work, translate } = tools;
  const addressOf = (number: ApplicationNumber) => `${rendering.base}/applications/${number}`;

  app.get('/applications/:number', async (request, reply) => {
    const number = parseApplicationNumber(pathField(request, 'number'));
    const done = (['confirmed', 'waiting', 'refused'] as const).find((each) => each === queryField(request, 'done'));
    const fullIin = queryField(request, 'iin') === 'full';
    return showApplication(tools, request, reply, number, { done, fullIin });
  });

  app.post('/applications/:number/confirm', async (request, reply) => {
    const number = parseApplicationNumber(pathField(request, 'number'));
    if (!number) return rendering.message(request, reply, 'page-missing');
    const checklist = listField(request, 'checklist');
    const by = identityOf(operatorOf(request));
    const decision = await work.confirm({ number, seen: textField(request, 'seen'), by, checklist });
    if ('value' in decision) return reply.redirect(`${addressOf(number)}?done=confirmed`, 303);
    if (decision.because === 'ca-unavailable') return reply.redirect(`${addressOf(number)}?done=waiting`, 303);
    // Other data than those that were checked: every document has to be looked at again.
    const ticked = decision.because === 'seen-stale' ? [] : checklist;
    return showRefused(tools, request, reply, number, decision.because, { ticked });
  });

  app.post('/applications/:number/refuse', async (request, reply) => {
    const number = parseApplicationNumber(pathField(request, 'number'));
    const by = identityOf(operatorOf(request));
    const template = textField(request, 'template');
    const words = textField(request, 'reason', MAX_REASON + 1).trim();
    const application = number && (words === '' ? await work.find(number, by) : undefined);
    const reason = application ? (templateText(template, application.language, translate) ?? '') : words;
    if (!number) return rendering.message(request, reply, 'page-missing');
    const decision = await work.refuse({ number, seen: textField(request, 'seen'), by, reason });
    if ('value' in decision) return reply.redirect(`${addressOf(number)}?done=refused`, 303);
    return showRefused(tools, request, reply, number, decision.because, { template, reason, refusing: true });
  });

  app.get('/applications/:number/form.pdf', async (request, reply) => {
    const number = parseApplicationNumber(pathField(request, 'number'));
    const form = number && (await work.form(number, identityOf(operatorOf(request))));
    if (!form) return rendering.message(request, reply, 'page-missing');
    reply.header('content-disposition', `inline; filename="${number}.pdf"`);
    return reply.type('application/pdf').send(Buffer.from(form));
  });
};

async function showApplication(
  tools: DeskTools,
  request: FastifyRequest,
  reply: FastifyReply,
  number: ApplicationNumber | undefined,
  { fullIin = false, ...values }: Readonly<Record<string, unknown>> & { readonly fullIin?: boolean },
) {
  const { rendering, work, translate, operators } = tools;
  const application = number && (await work.find(number, identityOf(operatorOf(request)), { fullIin }));
  if (!application) return rendering.message(request, reply, 'page-missing');
  const words = rendering.words(request);
  return rendering.page(request, reply, 'application', {
    section: 'queue',
    here: `${rendering.base}/applications/${application.number}`,
    application,
    fullIin,
    checklist: checklistDocuments,
    ticked: [],
    reasons: reasonTemplates(words, application.language, translate),
    ...applicationWords(words, await operators.list()),
    ...values,
  });
}

/** The same page again with what is true now, and with what was filled in. */
function showRefused(
  tools: DeskTools,
  request: FastifyRequest,
  reply: FastifyReply,
  number: ApplicationNumber,
  because: DeskRefusal,
  filledIn: Readonly<Record<string, unknown>>,
) {
  const problem = tools.rendering.words(request).t(`because-${because}`);
  const code = because === 'checklist-incomplete' || because === 'reason-missing' ? 422 : 409;
  return showApplication(tools, request, reply.code(code), number, { ...filledIn, problem });
}
