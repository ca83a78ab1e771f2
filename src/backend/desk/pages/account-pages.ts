// An operator's own password and second factor.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TrySubject } from '../login/tries.ts';
import type { Operator } from '../operators/operator.ts';
import { queryField, textField } from '../requests/form-fields.ts';
import { operatorOf, visitOf } from '../requests/visit.ts';
import type { DeskKey } from '../words.ts';
import type { DeskPages } from './desk-pages.ts';
import { newSecondFactor } from './new-second-factor-pages.ts';

const dones = ['password', 'second-factor-on', 'second-factor-off'] as const;

export const accountPages: DeskPages = (app, tools) => {
  const { rendering, operators, sessions, tries, note, secondFactorRequired } = tools;
  const address = `${rendering.base}/account`;

  async function show(request: FastifyRequest, reply: FastifyReply, because?: DeskKey) {
    const operator = operatorOf(request);
    return rendering.page(request, because ? reply.code(422) : reply, 'account', {
      section: 'account',
      here: address,
      done: dones.find((each) => each === queryField(request, 'done')),
      problem: because && rendering.words(request).t(because),
      secondFactorRequired,
      ...(operator.hasSecondFactor ? {} : await newSecondFactor(operators, operator)),
    });
  }

  /** A session left open must not be enough to guess the password at leisure. */
  async function withinTries<Result>(
    operator: Operator,
    succeeded: (result: Result) => boolean,
    act: () => Promise<Result>,
  ) {
    const subjects: TrySubject[] = [{ kind: 'account', name: operator.name }];
    if (await tries.take(subjects)) return undefined;
    const result = await act();
    if (succeeded(result)) await tries.giveBack(subjects);
    return result;
  }

  app.get('/account', (request, reply) => show(request, reply));

  app.post('/account/password', async (request, reply) => {
    const operator = operatorOf(request);
    const [password, current] = [textField(request, 'password'), textField(request, 'current')];
    if (password !== textField(request, 'again')) return show(request, reply, 'password-differs');
    const changed = await withinTries(
      operator,
      (result) => !('because' in result && result.because === 'password-current'),
      () => operators.changePassword(operator, { current, password }),
    );
    if (!changed || 'because' in changed) return show(request, reply, changed?.because ?? 'password-current');
    const { session } = visitOf(request);
    if (session) await sessions.endOthers(session);
    await note(request, 'desk-password-changed');
    return reply.redirect(`${address}?done=password`, 303);
  });

  app.post('/account/second-factor/on', async (request, reply) => {
    const enabled = await operators.enableSecondFactor(operatorOf(request), textField(request, 'code'));
    if (!enabled) return show(request, reply, 'second-factor-wrong');
    await note(request, 'desk-second-factor-on');
    return reply.redirect(`${address}?done=second-factor-on`, 303);
  });

  app.post('/account/second-factor/off', async (request, reply) => {
    if (secondFactorRequired) return show(request, reply, 'second-factor-required');
    const operator = operatorOf(request);
    const password = textField(request, 'current');
    const known = await withinTries(
      operator,
      (found) => found !== undefined,
      () => operators.verify(operator.name, password),
    );
    if (!known) return show(request, reply, 'password-current');
    await operators.disableSecondFactor(operator);
    await note(request, 'desk-second-factor-off');
    return reply.redirect(`${address}?done=second-factor-off`, 303);
  });
};
