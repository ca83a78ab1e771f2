// The way in: password, second factor, a password of one's own. Every step begins a session under a new token.
import type { FastifyRequest } from 'fastify';
import { nextStage } from '../login/next-stage.ts';
import type { TrySubject } from '../login/tries.ts';
import { nextField, queryField, textField } from '../requests/form-fields.ts';
import { visitOf } from '../requests/visit.ts';
import type { DeskPages, DeskTools } from './desk-pages.ts';
import { enter, visitorOf } from './entering.ts';

export const loginPages: DeskPages = (app, tools) => {
  const { rendering, sessions, tries, cookies, operators, note, secondFactorRequired } = tools;

  app.get('/login', { config: { desk: 'anyone' } }, (request, reply) => {
    const why = queryField(request, 'why');
    return rendering.page(request, reply, 'login', {
      why: why === 'idle' || why === 'logged-out' ? why : undefined,
      next: queryField(request, 'next'),
    });
  });

  app.post('/login', { config: { desk: 'anyone' } }, async (request, reply) => {
    const typedName = textField(request, 'name').trim().toLowerCase();
    const subjects: TrySubject[] = [
      { kind: 'account', name: typedName },
      { kind: 'address', name: request.ip },
    ];
    const locked = await tries.take(subjects);
    const operator = locked ? undefined : await operators.verify(typedName, textField(request, 'password'));
    if (!operator) {
      await note(request, 'desk-login-refused', { because: locked ? 'locked' : 'wrong' });
      const problem = refusalText(tools, request, 'login-wrong', locked?.until);
      const values = { problem, typedName, next: nextField(request), here: `${rendering.base}/login` };
      return rendering.page(request, reply.code(locked ? 429 : 401), 'login', values);
    }
    await tries.giveBack(subjects);
    const stage = operator.hasSecondFactor ? 'second-factor' : nextStage(operator, secondFactorRequired);
    return enter(tools, request, reply, { operator, stage });
  });

  app.get('/second-factor', { config: { desk: 'second-factor' } }, (request, reply) =>
    rendering.page(request, reply, 'second-factor', { next: queryField(request, 'next') }),
  );

  app.post('/second-factor', { config: { desk: 'second-factor' } }, async (request, reply) => {
    const operator = visitorOf(request);
    const subjects: TrySubject[] = [{ kind: 'second-factor', name: operator.id }];
    const locked = await tries.take(subjects);
    if (locked || !(await operators.checkSecondFactor(operator, textField(request, 'code')))) {
      await note(request, 'desk-second-factor-refused', { because: locked ? 'locked' : 'wrong' });
      const problem = refusalText(tools, request, 'second-factor-wrong', locked?.until);
      const values = { problem, next: nextField(request), here: `${rendering.base}/second-factor` };
      return rendering.page(request, reply.code(locked ? 429 : 401), 'second-factor', values);
    }
    await tries.giveBack(subjects);
    return enter(tools, request, reply, { operator, stage: nextStage(operator, secondFactorRequired) });
  });

  app.get('/new-password', { config: { desk: 'new-password' } }, (request, reply) =>
    rendering.page(request, reply, 'new-password', newPasswordValues(tools, request, queryField(request, 'next'))),
  );

  app.post('/new-password', { config: { desk: 'new-password' } }, async (request, reply) => {
    const operator = visitorOf(request);
    const password = textField(request, 'password');
    const changed =
      password === textField(request, 'again')
        ? await operators.changePassword(operator, { password, iin: textField(request, 'iin', 32) })
        : { because: 'password-differs' as const };
    if ('because' in changed) {
      const problem = rendering.words(request).t(changed.because);
      const values = { ...newPasswordValues(tools, request, nextField(request)), problem };
      return rendering.page(request, reply.code(422), 'new-password', values);
    }
    await note(request, 'desk-password-changed');
    const stage = nextStage({ ...operator, mustChange: false }, secondFactorRequired);
    return enter(tools, request, reply, { operator, stage, landing: '/?done=welcome' });
  });

  app.post('/logout', { config: { desk: 'logged-in' } }, async (request, reply) => {
    await note(request, 'desk-logout');
    await sessions.end(visitOf(request).session?.token ?? '');
    cookies.clear(reply, 'session');
    return reply.redirect(`${rendering.base}/login?why=logged-out`, 303);
  });

  // A page that is worked on for long says so, that its session does not end meanwhile.
  app.post('/stay', { config: { desk: 'open' } }, (_request, reply) => reply.code(204).send());
};

function refusalText(
  { rendering }: DeskTools,
  request: FastifyRequest,
  wrong: 'login-wrong' | 'second-factor-wrong',
  until: Date | undefined,
): string {
  const { t, hour } = rendering.words(request);
  return until ? t('login-locked', { until: hour(until) }) : t(wrong);
}

const newPasswordValues = (
  { rendering, exampleIin }: DeskTools,
  request: FastifyRequest,
  next: string | undefined,
) => ({
  next,
  needsIin: visitorOf(request).iinFingerprint === null,
  exampleIin,
  here: `${rendering.base}/new-password`,
});
