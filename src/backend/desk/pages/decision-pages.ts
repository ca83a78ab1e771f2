// Confirming, refusing, revoking, taking a confirmation back. A decision carries the `seen` value of the page it was made on.

import { revocationReasons } from '../../../contract/statuses.ts';
import { type ApplicationNumber, parseApplicationNumber } from '../../../domain/application-number.ts';
import { MOST_REASON } from '../../applications/desk-work.ts';
import { identityOf } from '../operators/operator.ts';
import { listField, pathField, textField } from '../requests/form-fields.ts';
import { operatorOf } from '../requests/visit.ts';
import type { DeskPages } from './desk-pages.ts';
import { templateText } from './reason-templates.ts';
import { showRefused } from './show-application.ts';

const revocationWaits = { 'second-operator': 'revocation-confirmed-first', authority: 'revocation-decided' } as const;

export const decisionPages: DeskPages = (app, tools) => {
  const { rendering, work, translate } = tools;
  const addressOf = (number: ApplicationNumber) => `${rendering.base}/applications/${number}`;

  app.post('/applications/:number/confirm', async (request, reply) => {
    const number = parseApplicationNumber(pathField(request, 'number'));
    if (!number) return rendering.message(request, reply, 'page-missing');
    const checklist = listField(request, 'checklist');
    const by = identityOf(operatorOf(request));
    const decision = await work.confirm({ number, seen: textField(request, 'seen'), by, checklist });
    if ('value' in decision) {
      const done = decision.value.status === 'submitted' ? 'confirmed-first' : 'confirmed';
      return reply.redirect(`${addressOf(number)}?done=${done}`, 303);
    }
    if (decision.because === 'ca-unavailable') return reply.redirect(`${addressOf(number)}?done=waiting`, 303);
    // Other data than those that were checked: every document has to be looked at again.
    const ticked = decision.because === 'seen-stale' ? [] : checklist;
    return showRefused(tools, { request, reply, number }, decision.because, { ticked });
  });

  app.post('/applications/:number/take-back', async (request, reply) => {
    const number = parseApplicationNumber(pathField(request, 'number'));
    if (!number) return rendering.message(request, reply, 'page-missing');
    const taken = await work.takeBack(number, identityOf(operatorOf(request)));
    if (taken) return reply.redirect(`${addressOf(number)}?done=taken-back`, 303);
    return showRefused(tools, { request, reply, number }, 'application-state', {});
  });

  app.post('/applications/:number/refuse', async (request, reply) => {
    const number = parseApplicationNumber(pathField(request, 'number'));
    const by = identityOf(operatorOf(request));
    const template = textField(request, 'template');
    const words = textField(request, 'reason', MOST_REASON + 1).trim();
    const application = number && (words === '' ? await work.find(number, by) : undefined);
    const reason = application ? (templateText(template, application.language, translate) ?? '') : words;
    if (!number) return rendering.message(request, reply, 'page-missing');
    const decision = await work.refuse({ number, seen: textField(request, 'seen'), by, reason });
    if ('value' in decision) return reply.redirect(`${addressOf(number)}?done=refused`, 303);
    const filledIn = { template, reason, refusing: true };
    return showRefused(tools, { request, reply, number }, decision.because, filledIn);
  });

  app.post('/applications/:number/revoke', async (request, reply) => {
    const number = parseApplicationNumber(pathField(request, 'number'));
    const reason = revocationReasons.find((each) => each === textField(request, 'revocation'));
    if (!number || !reason) return rendering.message(request, reply, 'page-missing');
    const typed = textField(request, 'typed').trim();
    const by = identityOf(operatorOf(request));
    const decision = await work.revoke({ number, seen: textField(request, 'seen'), by, reason, typed });
    if ('value' in decision) {
      const { waitsFor } = decision.value;
      return reply.redirect(`${addressOf(number)}?done=${waitsFor ? revocationWaits[waitsFor] : 'revoked'}`, 303);
    }
    return showRefused(tools, { request, reply, number }, decision.because, { typed, chosen: reason, revoking: true });
  });
};
