// Where a second factor is required: set up after the password, before anything else.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { toString as drawQrCode } from 'qrcode';
import type { Operator } from '../operators/operator.ts';
import type { Operators } from '../operators/operators.ts';
import { secondFactorUrl } from '../operators/second-factor.ts';
import { nextField, queryField, textField } from '../requests/form-fields.ts';
import type { DeskPages } from './desk-pages.ts';
import { enter, visitorOf } from './entering.ts';

const access = { config: { desk: 'new-second-factor' } } as const;

export const newSecondFactorPages: DeskPages = (app, tools) => {
  const { rendering, operators, note } = tools;

  const show = async (request: FastifyRequest, reply: FastifyReply, values: Readonly<Record<string, unknown>>) =>
    rendering.page(request, reply, 'new-second-factor', {
      here: `${rendering.base}/new-second-factor`,
      ...(await newSecondFactor(operators, visitorOf(request))),
      ...values,
    });

  app.get('/new-second-factor', access, (request, reply) =>
    show(request, reply, { next: queryField(request, 'next') }),
  );

  app.post('/new-second-factor', access, async (request, reply) => {
    const operator = visitorOf(request);
    if (!(await operators.enableSecondFactor(operator, textField(request, 'code')))) {
      const problem = rendering.words(request).t('second-factor-wrong');
      return show(request, reply.code(422), { problem, next: nextField(request) });
    }
    await note(request, 'desk-second-factor-on');
    return enter(tools, request, reply, { operator, stage: 'open', landing: '/?done=second-factor-on' });
  });
};

/** What an authenticator app takes over: the same until it proved that it has. */
export async function newSecondFactor(operators: Operators, operator: Operator) {
  const secret = await operators.beginSecondFactor(operator);
  const qr = await drawQrCode(secondFactorUrl(secret, operator.name), { type: 'svg', margin: 2 });
  return { qr, secret: secret.replace(/.{4}(?=.)/g, '$& ') };
}
